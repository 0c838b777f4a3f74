using Farthing.Grading;
using Farthing.Grading.Suites;
using Farthing.Simulator;

namespace Farthing;

/// <summary>What the simulator is told of a suite: it knows nothing of grading, and grading nothing of it.</summary>
internal static class SimulatedTasks
{
    public static async Task<IReadOnlyList<SimulatedTask>> OfBundledSuiteAsync(CancellationToken cancel) =>
        Of(await SuiteReader.ReadAsync(BundledSuite.Path, cancel));

    /// <summary>The tasks that bring both a right and a wrong solution; the simulator can answer no others.</summary>
    public static IReadOnlyList<SimulatedTask> Of(Suite suite) =>
        [.. suite.Tasks.Where(t => t is { Reference: not null, Wrong: not null })
            .Select(t => new SimulatedTask(t.Id, t.Prompt, t.Reference!.Text, t.Wrong!.Text, t.Language))];
}
