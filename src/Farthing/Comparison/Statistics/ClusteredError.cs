namespace Farthing.Comparison.Statistics;

/// <summary>Standard errors of a mean: Miller 2024, "Adding Error Bars to Evals" (arXiv 2411.00640).</summary>
internal static class ClusteredError
{
    /// <summary>√(Σ(x−x̄)² / (n(n−1))): every value on its own. 0 for a single value, whose spread nobody knows.</summary>
    public static double Independent(IReadOnlyList<double> values)
    {
        if (values.Count < 2) return 0;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / values.Count / (values.Count - 1.0));
    }

    /// <summary>√(Σ_c(Σ_{i∈c}(x_i−x̄))²) / n: values of one cluster may lean the same way.</summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static double Of<T>(IReadOnlyList<double> values, IReadOnlyList<T> clusters)
    {
        if (values.Count != clusters.Count)
            throw new ArgumentException($"{values.Count} values came with {clusters.Count} clusters; each value needs one.", nameof(clusters));
        var mean = values.Average();
        var sums = values.Zip(clusters).GroupBy(pair => pair.Second, pair => pair.First - mean).Select(cluster => cluster.Sum());
        return Math.Sqrt(sums.Sum(s => s * s)) / values.Count;
    }
}
