using System.Diagnostics;

namespace Farthing.LedgerBench;

/// <summary>Asks <c>farthing spend</c> as a user does: in a process of its own, from start to end.</summary>
internal static class Questions
{
    public static readonly string[] Groupings = ["key", "team", "project", "provider", "model", "day", "session", "user", "label", "team,model", "day,key"];

    /// <returns>The median of three runs, in milliseconds.</returns>
    public static async Task<double> MillisecondsAsync(string farthing, string data, string by)
    {
        var times = new List<double>();
        for (var run = 0; run < 3; run++)
        {
            var clock = Stopwatch.StartNew();
            using var process = Start(farthing, data, by);
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new IOException($"farthing spend --by {by} ended with {process.ExitCode}");
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return times.Order().ElementAt(1);
    }

    /// <summary>Asks one question after the other until it is stopped.</summary>
    public static async Task AskOnAsync(string farthing, string data, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) await MillisecondsAsync(farthing, data, "session");
    }

    private static Process Start(string farthing, string data, string by)
    {
        var start = new ProcessStartInfo("dotnet", [farthing, "spend", "--since", "all", "--by", by, "--data", data]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }
}
