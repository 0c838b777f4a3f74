namespace Farthing.Comparison.Statistics.Distributions;

/// <summary>Chi-square with one degree of freedom: the square of a standard normal.</summary>
internal static class ChiSquare
{
    /// <summary>P(X &gt; value), for value ≥ 0.</summary>
    public static double Upper(double value) => 2 * Normal.Cdf(-Math.Sqrt(value));
}
