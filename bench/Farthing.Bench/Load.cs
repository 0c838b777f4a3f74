using System.Diagnostics;

namespace Farthing.Bench;

/// <summary>The three ways in which a target is loaded.</summary>
internal static class Load
{
    /// <summary>Every caller asks again as soon as it has its answer.</summary>
    /// <returns>Requests answered and the seconds that it took.</returns>
    public static async Task<(long Requests, double Seconds)> ClosedAsync(int port, byte[] request, int callers, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            using var caller = await Caller.ConnectAsync(port);
            var count = 0L;
            for (; clock.Elapsed < time; count++) await caller.AskAsync(request, CancellationToken.None);
            return count;
        }));
        return (counts.Sum(), clock.Elapsed.TotalSeconds);
    }

    /// <summary>Requests at a fixed rate, whatever the answers take. Each latency counts from when its request was due, so that waiting is not left out.</summary>
    /// <returns>Milliseconds, in ascending order.</returns>
    public static async Task<double[]> PacedAsync(int port, byte[] request, int perSecond, TimeSpan time)
    {
        const int Callers = 16;
        var clock = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async n =>
        {
            using var caller = await Caller.ConnectAsync(port);
            var mine = new List<double>();
            for (var due = TimeSpan.FromSeconds((double)n / perSecond); due < time; due += TimeSpan.FromSeconds((double)Callers / perSecond))
            {
                var wait = due - clock.Elapsed;
                if (wait > TimeSpan.Zero) await Task.Delay(wait);
                var from = wait > TimeSpan.Zero ? clock.Elapsed : due; // a timer that fires late is the caller's own delay
                await caller.AskAsync(request, CancellationToken.None);
                mine.Add((clock.Elapsed - from).TotalMilliseconds);
            }

            return mine;
        }));
        return [.. latencies.SelectMany(l => l).Order()];
    }

    /// <summary>Each of so many callers reads one stream, all at the same time.</summary>
    /// <returns>The most that <paramref name="resident"/> gave meanwhile.</returns>
    public static async Task<double> ConcurrentAsync(int port, byte[] request, int callers, Func<double> resident)
    {
        var streams = Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            using var caller = await Caller.ConnectAsync(port);
            await caller.AskAsync(request, CancellationToken.None);
        }));
        var most = resident();
        while (!streams.IsCompleted)
        {
            await Task.WhenAny(streams, Task.Delay(200));
            most = Math.Max(most, resident());
        }

        await streams;
        return most;
    }

    /// <summary>The value below which <paramref name="share"/> of the sorted values lie, by the nearest rank.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double share) =>
        sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
}
