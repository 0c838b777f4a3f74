namespace Farthing.Comparison.Statistics.Distributions;

/// <summary>The standard normal distribution, to about 1e-15 absolute and 1e-13 relative.</summary>
internal static class Normal
{
    /// <summary>Where the series gives way to the continued fraction: both are at full precision here.</summary>
    private const double TailStart = 2.5;

    private const int TailTerms = 150;

    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>P(Z ≤ x).</summary>
    public static double Cdf(double x) => x < 0 ? Upper(-x) : 1 - Upper(x);

    /// <summary>The x with P(Z ≤ x) = p.</summary>
    /// <remarks>Start: Abramowitz and Stegun 1964, 26.2.23. Then Halley steps on our own tail.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">p is not inside (0, 1).</exception>
    public static double Quantile(double p)
    {
        if (p is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability inside (0, 1) is needed.");
        if (p == 0.5) return 0;
        var tail = Math.Min(p, 1 - p);
        var t = Math.Sqrt(-2 * Math.Log(tail));
        var x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        for (var step = 0; step < 3; step++)
        {
            var newton = (Upper(x) - tail) / Density(x);
            x += 2 * newton / (2 - newton * x);
        }

        return p < 0.5 ? -x : x;
    }

    /// <summary>The z of a two-sided interval: 1.96 for 0.95.</summary>
    /// <param name="confidence">Inside (0, 1).</param>
    public static double TwoSided(double confidence) => -Quantile((1 - confidence) / 2);

    /// <summary>P(Z &gt; x) for x ≥ 0.</summary>
    /// <remarks>Near the middle Marsaglia 2004 (all terms positive); in the tail Laplace's continued fraction.</remarks>
    private static double Upper(double x)
    {
        if (x < TailStart)
        {
            double term = x, sum = x;
            for (var k = 3; term > sum * 1e-17; k += 2)
            {
                term *= x * x / k;
                sum += term;
            }

            return 0.5 - Density(x) * sum;
        }

        var fraction = x;
        for (var k = TailTerms; k > 0; k--) fraction = x + k / fraction;
        return Density(x) / fraction;
    }
}
