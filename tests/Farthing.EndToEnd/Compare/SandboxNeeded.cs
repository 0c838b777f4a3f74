using Farthing.Grading;
using Farthing.Grading.Sandboxing;
using Xunit;

namespace Farthing.EndToEnd.Compare;

/// <summary>All tests that grade, one after the other: the sandboxes fill the machine by themselves. Skips where no sandbox or no Python works.</summary>
[CollectionDefinition("grading")]
public sealed class SandboxNeeded : ICollectionFixture<SandboxNeeded>, IAsyncLifetime
{
    private string? _whyNot;

    public async ValueTask InitializeAsync()
    {
        SuiteTask[] probe = [new("probe", "python", "p", "t", null, TaskForm.Own)];
        try
        {
            await using var grader = await Grader.OpenAsync(probe, new GraderOptions(), TextWriter.Null, TimeProvider.System, CancellationToken.None);
            _whyNot = grader.Runtimes.WhyNot(probe[0]);
        }
        catch (SandboxUnavailableException none)
        {
            _whyNot = none.Message;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal void OrSkip() => Assert.SkipWhen(_whyNot is not null, _whyNot ?? "");
}
