using Farthing.Comparison.Statistics.Distributions;

namespace Farthing.Comparison.Statistics;

/// <summary>
/// The textbook interval d ± z·√(b + c − (b−c)²/n)/n. Too narrow for small tables and of no width without discordance:
/// here only to be compared with, never to decide.
/// </summary>
internal static class Wald
{
    public static Interval Interval(PairedTable table, double confidence)
    {
        var half = Normal.TwoSided(confidence) * StandardError(table);
        return new Interval(table.Difference - half, table.Difference + half);
    }

    /// <summary>The larger of the two one-sided p-values; without variance 0 or 1 by where the difference lies.</summary>
    public static double TostP(PairedTable table, double margin)
    {
        var nearest = margin - Math.Abs(table.Difference);
        var error = StandardError(table);
        return error == 0 ? (nearest > 0 ? 0 : 1) : Normal.Cdf(-nearest / error);
    }

    private static double StandardError(PairedTable table)
    {
        double apart = table.OnlyA - table.OnlyB;
        return Math.Sqrt(Math.Max(0, table.Discordant - apart * apart / table.Total)) / table.Total;
    }
}
