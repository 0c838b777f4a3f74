using Farthing.Comparison.Statistics.Distributions;

namespace Farthing.Comparison.Statistics;

/// <summary>The score interval for one share: Wilson 1927, JASA 22, 209–212.</summary>
internal static class Wilson
{
    /// <exception cref="ArgumentOutOfRangeException">total is below 1, or passed is not 0 to total.</exception>
    public static Interval Interval(long passed, long total, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(passed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(passed, total);
        var z = Normal.TwoSided(confidence);
        double n = total, share = passed / n, z2 = z * z;
        var middle = share + z2 / (2 * n);
        var half = z * Math.Sqrt((share * (1 - share) + z2 / (4 * n)) / n);
        var scale = 1 + z2 / n;
        // At the ends one bound is exactly 0 or 1; rounding would leave 1e-17.
        return new Interval(
            passed == 0 ? 0 : (middle - half) / scale,
            passed == total ? 1 : (middle + half) / scale);
    }
}
