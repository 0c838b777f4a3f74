using Farthing.Grading;
using Farthing.Grading.Suites;
using Xunit;

namespace Farthing.Tests.Grading;

/// <summary>The grader gives the published scores of recorded outputs. Minutes of work: leave out with <c>-trait- size=large</c>.</summary>
[Trait("size", "large")]
[Collection(SandboxRuns.Name)]
public class PublishedScoreTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Recorded_csharp_samples_pass_616_of_968_with_140_compile_errors()
    {
        var suite = await EvaluationFiles.SuiteAsync("mbxp/mbcsp_release_v1.2.jsonl.gz");
        var samples = await SampleReader.ReadAsync(EvaluationFiles.Path("mbxp/mbcsp_samples.jsonl.gz"), suite, TestContext.Current.CancellationToken);
        await using var grader = await Sandboxes.OpenAsync(suite.Tasks);
        var began = TimeProvider.System.GetTimestamp();

        var graded = await Task.WhenAll(suite.Tasks.Select(async t =>
            (t.Id, Graded: await grader.GradeAsync(t, samples.ByTask[t.Id][0], TestContext.Current.CancellationToken))));

        Report(graded, began);
        Assert.Equal(616, graded.Count(g => g.Graded.Outcome == Outcome.Passed));
        Assert.Equal(140, graded.Count(g => g.Graded.Outcome == Outcome.CompileError));
        Assert.DoesNotContain(graded, g => g.Graded.Outcome == Outcome.SandboxError);
    }

    [Theory]
    [InlineData("humaneval/HumanEval.jsonl.gz", 164, 164)]
    [InlineData("mbxp/mbcsp_release_v1.2.jsonl.gz", 725, 698)]
    public async Task Reference_solutions_pass_as_often_as_published(string file, int references, int passes)
    {
        var suite = await EvaluationFiles.SuiteAsync(file);
        await using var grader = await Sandboxes.OpenAsync(suite.Tasks);
        var began = TimeProvider.System.GetTimestamp();

        var report = await ReferenceCheck.RunAsync(grader, suite, TestContext.Current.CancellationToken);

        Report([.. report.ReferenceFailures.Select(f => (f.Key, f.Value))], began);
        Assert.Equal(references, report.References);
        Assert.Equal(passes, report.References - report.ReferenceFailures.Count);
    }

    private void Report(IReadOnlyList<(string Id, Graded Graded)> graded, long began)
    {
        output.WriteLine($"{TimeProvider.System.GetElapsedTime(began)}");
        foreach (var outcome in graded.GroupBy(g => g.Graded.Outcome))
        {
            output.WriteLine($"{outcome.Key}: {outcome.Count()}");
            foreach (var (id, one) in outcome.Where(o => o.Graded.Outcome != Outcome.Passed).Take(12))
                output.WriteLine($"  {id}: {one.Detail} ({one.Elapsed.TotalSeconds:0.0} s)");
        }
    }
}
