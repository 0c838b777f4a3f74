namespace Farthing.Comparison.Statistics;

/// <summary>Agreement beyond chance: Cohen 1960, Educational and Psychological Measurement 20, 37–46.</summary>
internal static class Kappa
{
    /// <summary>From −1 to 1; null where both arms passed every task or both failed every task, so that chance alone explains all agreement.</summary>
    public static double? Of(PairedTable table)
    {
        double both = table.Both, onlyA = table.OnlyA, onlyB = table.OnlyB, neither = table.Neither;
        var chance = (both + onlyA) * (onlyA + neither) + (both + onlyB) * (onlyB + neither);
        return chance == 0 ? null : 2 * (both * neither - onlyA * onlyB) / chance;
    }
}
