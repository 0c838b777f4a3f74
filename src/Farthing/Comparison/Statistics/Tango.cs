using Farthing.Comparison.Statistics.Distributions;

namespace Farthing.Comparison.Statistics;

/// <summary>
/// The score interval for a difference of paired shares: Tango 1998, Statistics in Medicine 17, 891–908.
/// It keeps its coverage where few tasks are discordant, and at no discordance still has a width: ±z²/(n+z²).
/// </summary>
internal static class Tango
{
    /// <param name="confidence">Inside (0, 1), such as 0.95.</param>
    public static Interval Interval(PairedTable table, double confidence)
    {
        var z = Normal.TwoSided(confidence);
        return new Interval(-Upper(table.Swapped(), z), Upper(table, z));
    }

    /// <summary>The score z for the hypothesis that the true difference is <paramref name="difference"/>; falls as it grows.</summary>
    /// <param name="difference">From −1 to 1.</param>
    public static double Score(PairedTable table, double difference) => difference < 0
        ? -Score(table.OnlyB, table.OnlyA, table.Total, -difference)
        : Score(table.OnlyA, table.OnlyB, table.Total, difference);

    private static double Upper(PairedTable table, double z) =>
        Roots.Bisect(difference => Score(table, difference) + z, table.Difference, 1);

    /// <summary>
    /// (b − c − nΔ) / √(n(2p̃ + Δ(1−Δ))), where p̃ is the chance of "only B" that fits best under Δ. For Δ ≥ 0 every term of the
    /// variance is positive, so negative Δ goes through the mirrored table; the root is taken in the form that does not cancel.
    /// </summary>
    private static double Score(double b, double c, double n, double difference)
    {
        var distance = b - c - n * difference;
        if (distance == 0) return 0;
        var linear = (2 * n - b + c) * difference - b - c;
        var constant = -c * difference * (1 - difference);
        var root = Math.Sqrt(linear * linear - 8 * n * constant);
        var onlyB = linear > 0 ? -2 * constant / (root + linear) : (root - linear) / (4 * n);
        return distance / Math.Sqrt(n * (2 * onlyB + difference * (1 - difference)));
    }
}
