namespace Farthing.Comparison.Statistics;

/// <summary>Several tests at once: Holm 1979, Scandinavian Journal of Statistics 6, 65–70.</summary>
internal static class Holm
{
    /// <summary>The adjusted p-values in the order given: reject where one is at most α, and the chance of any false rejection is at most α.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        double highest = 0;
        foreach (var (rank, index) in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).Index())
        {
            highest = Math.Max(highest, Math.Min(1, (pValues.Count - rank) * pValues[index]));
            adjusted[index] = highest;
        }

        return adjusted;
    }
}
