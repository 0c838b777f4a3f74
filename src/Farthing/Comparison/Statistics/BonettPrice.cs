using Farthing.Comparison.Statistics.Distributions;

namespace Farthing.Comparison.Statistics;

/// <summary>
/// Wald on Laplace-adjusted counts: Bonett and Price 2012, Journal of Educational and Behavioral Statistics 37, 479–488.
/// Not cut to [−1, 1], as published.
/// </summary>
internal static class BonettPrice
{
    public static Interval Interval(PairedTable table, double confidence)
    {
        var n = table.Total + 2.0;
        double a = (table.OnlyA + 1) / n, b = (table.OnlyB + 1) / n, d = a - b;
        var half = Normal.TwoSided(confidence) * Math.Sqrt((a + b - d * d) / n);
        return new Interval(d - half, d + half);
    }
}
