namespace Farthing.Grading;

/// <summary>How a suite's own solutions fare against its tests: a suite whose reference fails says nothing about a model.</summary>
/// <param name="References">Reference solutions run.</param>
/// <param name="ReferenceFailures">Those that did not pass, by task id.</param>
/// <param name="Wrongs">Wrong solutions run.</param>
/// <param name="WrongPasses">Tasks whose wrong solution passed: their tests are too weak.</param>
/// <param name="LeftOut">Tasks not run because a runtime is missing: reason to count.</param>
internal sealed record ReferenceReport(
    int References, IReadOnlyDictionary<string, Graded> ReferenceFailures, int Wrongs, IReadOnlyList<string> WrongPasses, IReadOnlyDictionary<string, int> LeftOut);

/// <summary>Grades the reference and wrong solutions of a suite.</summary>
internal static class ReferenceCheck
{
    public static async Task<ReferenceReport> RunAsync(Grader grader, Suite suite, CancellationToken cancel = default)
    {
        var leftOut = suite.Tasks.Select(grader.Runtimes.WhyNot).OfType<string>().CountBy(reason => reason).ToDictionary();
        var tasks = suite.Tasks.Where(t => grader.Runtimes.WhyNot(t) is null).ToList();
        var references = await Task.WhenAll(tasks.Where(t => t.Reference is not null)
            .Select(async t => (t.Id, Graded: await grader.GradeAsync(t, t.Reference!, cancel))));
        var wrongs = await Task.WhenAll(tasks.Where(t => t.Wrong is not null)
            .Select(async t => (t.Id, Graded: await grader.GradeAsync(t, t.Wrong!, cancel))));
        return new ReferenceReport(
            references.Length,
            references.Where(r => r.Graded.Outcome != Outcome.Passed).ToDictionary(r => r.Id, r => r.Graded),
            wrongs.Length,
            [.. wrongs.Where(w => w.Graded.Outcome == Outcome.Passed).Select(w => w.Id)],
            leftOut);
    }
}
