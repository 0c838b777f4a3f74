using Spectre.Console;

namespace Farthing.Comparison;

/// <summary>Progress bars on a terminal; where there is none, a line now and then.</summary>
internal static class CompareProgress
{
    public static Task ShowAsync(IAnsiConsole console, IReadOnlyList<(string Name, int Total)> bars, Func<IReadOnlyList<ProgressTask>, Task> work) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(progress => work([.. bars.Select(b => progress.AddTask(b.Name, maxValue: Math.Max(1, b.Total)))]));
}
