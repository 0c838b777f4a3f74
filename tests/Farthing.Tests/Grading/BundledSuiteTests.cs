using Farthing.Grading;
using Farthing.Grading.Suites;
using Xunit;

namespace Farthing.Tests.Grading;

[Collection(SandboxRuns.Name)]
public class BundledSuiteTests
{
    [Fact]
    public async Task Every_task_has_a_reference_that_passes_and_a_wrong_solution_that_fails()
    {
        var suite = await SuiteReader.ReadAsync(BundledSuite.Path, TestContext.Current.CancellationToken);
        await using var grader = await Sandboxes.OpenAsync(suite.Tasks);

        var report = await ReferenceCheck.RunAsync(grader, suite, TestContext.Current.CancellationToken);

        Assert.True(suite.Tasks.Count >= 60);
        Assert.All(suite.Tasks, task => Assert.True(task is { Reference: not null, Wrong: not null }, task.Id));
        Assert.Equal([], report.ReferenceFailures.Select(f => $"{f.Key}: {f.Value.Outcome} {f.Value.Detail}"));
        Assert.Equal([], report.WrongPasses);
        Assert.Equal(suite.Tasks.Count, report.References + report.LeftOut.Values.Sum());
    }
}
