namespace Farthing.Comparison.Statistics;

/// <summary>Quantiles of a sample: Hyndman and Fan 1996, type 7 (straight line between order statistics).</summary>
internal static class Quantile
{
    /// <param name="sorted">Ascending, not empty.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double OfSorted(ReadOnlySpan<double> sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
