using Farthing.Comparison.Statistics;

namespace Farthing.Comparison;

/// <summary>One task's samples of both arms: whether each passed, in the order they were drawn.</summary>
/// <param name="Cluster">Topic, repository or template it shares with other tasks; null where tasks stand alone.</param>
internal sealed record RepeatedTask(IReadOnlyList<bool> A, IReadOnlyList<bool> B, string? Cluster = null)
{
    public double RateA => Rate(A);

    public double RateB => Rate(B);

    private static double Rate(IReadOnlyList<bool> samples) => (double)samples.Count(passed => passed) / samples.Count;
}

/// <summary>
/// Two arms on the same tasks, several samples each. The unit is the task (or cluster): the verdict rests on t over per-task differences in
/// pass rate. The bootstrap and the verdict it would give stand beside it; where the two verdicts differ, trust neither much.
/// </summary>
/// <param name="FirstSamples">
/// The table of every task's first sample: just what a run of one sample per task would have shown, whatever K is, and its margins estimate the
/// pass rates without bias, which a table of "all passed" or of majorities does not. It informs; the verdict does not use it.
/// </param>
/// <param name="Clusters">Null where tasks stand alone.</param>
/// <param name="TasksNeeded">As in <see cref="PairedComparison"/>, with the variance seen at this K; null unless inconclusive.</param>
internal sealed record RepeatedComparison(
    PairedTable FirstSamples,
    int Tasks,
    int? Clusters,
    double RateA,
    double RateB,
    PairedMean Mean,
    double Margin,
    double Alpha,
    Interval Interval95,
    Interval Interval90,
    Interval Significance,
    Interval Equivalence,
    Interval Bootstrap95,
    Interval Bootstrap90,
    double TostP,
    double? Kappa,
    Verdict Verdict,
    Verdict BootstrapVerdict,
    long? TasksNeeded)
{
    /// <param name="margin">Inside (0, 1).</param>
    /// <param name="alpha">Inside (0.000001, 0.5).</param>
    /// <param name="random">Seeded, so that the bootstrap can be repeated.</param>
    /// <exception cref="ArgumentException">No tasks, a task without samples of an arm, or clusters for some tasks only.</exception>
    public static RepeatedComparison Of(
        IReadOnlyList<RepeatedTask> tasks, double margin, double alpha, Random random, int resamples = PairedBootstrap.FewestResamples)
    {
        PairedComparison.RequireLimits(margin, alpha);
        if (tasks.Count == 0) throw new ArgumentException("A comparison needs at least one task.", nameof(tasks));
        if (tasks.Any(t => t.A.Count == 0 || t.B.Count == 0)) throw new ArgumentException("Every task needs a sample of each arm.", nameof(tasks));
        string[] clusters = [.. tasks.Select(t => t.Cluster).OfType<string>()];
        if (clusters.Length != 0 && clusters.Length != tasks.Count)
            throw new ArgumentException($"{clusters.Length} of {tasks.Count} tasks name a cluster; either all do or none.", nameof(tasks));

        var named = clusters.Length == 0 ? null : clusters;
        double[] differences = [.. tasks.Select(t => t.RateA - t.RateB)];
        var mean = PairedMean.Of(differences, named);
        var bootstrap = PairedBootstrap.Of(differences, named, random, resamples);
        Interval significance = mean.Interval(1 - alpha), equivalence = mean.Interval(1 - 2 * alpha);
        var verdict = Verdicts.Of(significance, equivalence, margin);
        var first = FirstSampleTable(tasks);
        return new RepeatedComparison(
            first, tasks.Count, named is null ? null : mean.Units, tasks.Average(t => t.RateA), tasks.Average(t => t.RateB), mean, margin, alpha,
            mean.Interval(0.95), mean.Interval(0.90), significance, equivalence, bootstrap.Interval(0.95), bootstrap.Interval(0.90),
            Tost.Of(mean, margin).P, Statistics.Kappa.Of(first), verdict,
            Verdicts.Of(bootstrap.Interval(1 - alpha), bootstrap.Interval(1 - 2 * alpha), margin),
            verdict != Verdict.Inconclusive ? null
                : Planning.TasksForVerdict(tasks.Count, mean.StandardError * mean.StandardError * tasks.Count, margin, alpha));
    }

    private static PairedTable FirstSampleTable(IReadOnlyList<RepeatedTask> tasks)
    {
        long Count(bool a, bool b) => tasks.Count(t => t.A[0] == a && t.B[0] == b);
        return new PairedTable(Count(true, true), Count(true, false), Count(false, true), Count(false, false));
    }
}
