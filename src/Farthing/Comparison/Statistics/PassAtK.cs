namespace Farthing.Comparison.Statistics;

/// <summary>The chance that at least one of k samples passes: Chen et al. 2021 (arXiv 2107.03374), the unbiased estimate in product form.</summary>
internal static class PassAtK
{
    /// <summary>1 − C(n−c, k) / C(n, k).</summary>
    /// <param name="samples">n: samples taken, 1 or more.</param>
    /// <param name="passed">c: how many passed, 0 to n.</param>
    /// <param name="k">1 to n.</param>
    public static double Of(int samples, int passed, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(passed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(passed, samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, samples);
        if (samples - passed < k) return 1;
        double allFail = 1;
        for (var i = samples - passed + 1L; i <= samples; i++) allFail *= 1 - (double)k / i;
        return 1 - allFail;
    }

    /// <summary>The mean over tasks.</summary>
    public static double Mean(IEnumerable<(int Samples, int Passed)> tasks, int k) => tasks.Average(task => Of(task.Samples, task.Passed, k));
}
