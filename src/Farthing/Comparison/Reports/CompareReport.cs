using Farthing.Comparison.Runs;
using Farthing.Comparison.Statistics;
using Farthing.Grading;

namespace Farthing.Comparison.Reports;

/// <summary>Tasks that were not graded, and why.</summary>
internal sealed record LeftOut(string Reason, int Tasks);

/// <summary>The result of a comparison: one record feeds the table, <c>--json</c> and report.json.</summary>
/// <param name="Single">The verdict at one sample per task.</param>
/// <param name="Repeated">The verdict at several; at most one of the two is set, none with a single arm.</param>
/// <param name="CallsPaidTwice">Calls that may have been paid twice: they were in flight when the run was cut off.</param>
internal sealed record CompareReport(
    string Suite, int Tasks, IReadOnlyList<LeftOut> LeftOut, IReadOnlyList<ArmReport> Arms, PairedComparison? Single, RepeatedComparison? Repeated,
    int CallsPaidTwice, IReadOnlyList<string> Warnings, string RunFolder)
{
    public bool Simulated => Arms.Any(a => a.Simulated);

    public Verdict? Verdict => Single?.Verdict ?? Repeated?.Verdict;

    public string? Sentence => Single is { } single ? VerdictSentence.Of(single) : Repeated is { } repeated ? VerdictSentence.Of(repeated) : null;

    public static CompareReport Of(
        RunSettings settings, IReadOnlyList<Arm> arms, IReadOnlyCollection<OutcomeRecord> outcomes, IReadOnlyCollection<SampleRecord> samples,
        IReadOnlyList<LeftOut> leftOut, int callsPaidTwice, string folder)
    {
        var reports = arms.Select(a => ArmReport.Of(a, outcomes, samples)).ToArray();
        var tasks = arms.Count == 2 ? Paired(arms, outcomes) : [];
        var repeated = tasks.Any(t => t.A.Count > 1 || t.B.Count > 1);
        return new CompareReport(
            settings.Suite,
            outcomes.Select(o => o.Task).Distinct().Count(),
            leftOut,
            reports,
            tasks.Count > 0 && !repeated ? PairedComparison.Of(Table(tasks), settings.Margin, settings.Alpha) : null,
            tasks.Count > 0 && repeated
                ? RepeatedComparison.Of(tasks, settings.Margin, settings.Alpha, new Random((int)(settings.Seed ^ (settings.Seed >> 32))))
                : null,
            callsPaidTwice,
            [.. CompareWarnings.Of(reports, outcomes, arms, tasks.Count)],
            folder);
    }

    /// <summary>Tasks that both arms have samples of, in the order of their ids: the bootstrap draws from it.</summary>
    private static List<RepeatedTask> Paired(IReadOnlyList<Arm> arms, IEnumerable<OutcomeRecord> outcomes) =>
        [.. outcomes.GroupBy(o => o.Task)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new RepeatedTask(Passes(g, arms[0]), Passes(g, arms[1])))
            .Where(t => t.A.Count > 0 && t.B.Count > 0)];

    private static bool[] Passes(IEnumerable<OutcomeRecord> task, Arm arm) =>
        [.. task.Where(o => o.Arm == arm.Name).OrderBy(o => o.Sample).Select(o => o.Outcome == Outcome.Passed)];

    private static PairedTable Table(List<RepeatedTask> tasks) => new(
        tasks.Count(t => t.A[0] && t.B[0]),
        tasks.Count(t => t.A[0] && !t.B[0]),
        tasks.Count(t => !t.A[0] && t.B[0]),
        tasks.Count(t => !t.A[0] && !t.B[0]));
}
