using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Compare;

[Collection("grading")]
public sealed class InterruptedRunTests(SandboxNeeded sandbox) : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    /// <summary>Kills at random moments of the sampling: after some number of further samples, and a little later.</summary>
    [Fact]
    public async Task A_run_killed_again_and_again_pays_at_most_for_what_was_in_flight()
    {
        sandbox.OrSkip();
        const int concurrency = 4, kills = 4;
        var run = new LiveRun(_home, tasks: 24, concurrency, speed: 2).WithSuite();
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("kills drawn from seed {0}", seed);
        var random = new Random(seed);
        for (var kill = 0; kill < kills; kill++)
        {
            var enough = run.Lines("samples.jsonl").Count + random.Next(0, 8);
            await using var process = run.Start();
            await process.UntilAsync(() => run.Lines("calls.jsonl").Count > 0 && run.Lines("samples.jsonl").Count >= enough, $"{enough} samples (seed {seed})");
            await Task.Delay(random.Next(0, 250), TestContext.Current.CancellationToken);
            process.Signal("KILL");
            await process.EndAsync();
        }

        Assert.False(File.Exists(Path.Combine(run.Folder, "report.json")), "the run was over before the last kill: make it longer");
        await using var last = run.Start();
        var report = run.AssertFinished(await last.EndAsync());
        var twice = report.GetProperty("calls_paid_twice_at_most").GetInt32();
        Assert.InRange(twice, 1, concurrency * kills);

        var rows = run.Ledger.Rows();
        Assert.True(rows.All(r => r.Simulated));
        var settled = rows.Count(r => r.Kind == "settle");
        Assert.InRange(settled, run.Samples - (concurrency * kills), run.Samples + twice);
        // What a kill cut off is still held, or charged as unknown where a later start found its lease at an end.
        Assert.InRange(rows.Count + run.Ledger.Held(), run.Samples, run.Samples + twice);
        Assert.Equal(rows.Count - rows.Count(r => r.Kind == "unknown"), settled);
        Assert.Equal(settled, rows.Where(r => r.Kind == "settle").Select(r => r.CallId).Distinct().Count());
    }

    [Fact]
    public async Task Ctrl_C_loses_nothing()
    {
        sandbox.OrSkip();
        var run = new LiveRun(_home, tasks: 16, concurrency: 8, speed: 1).WithSuite();
        await using (var process = run.Start())
        {
            await process.UntilAsync(() => run.Lines("samples.jsonl").Count >= 3, "3 samples");
            process.Signal("INT");
            var stopped = (await process.EndAsync()).With(3);
            Assert.Contains("Nothing is lost", stopped.Error);
        }

        var kept = run.Lines("samples.jsonl").Count;
        Assert.InRange(kept, 3, run.Samples - 1);
        Assert.Equal(0, run.InFlight()); // each call that was begun was waited for, and its answer kept
        Assert.Equal(kept, run.Ledger.Rows().Count(r => r.Kind == "settle"));

        await using var again = run.Start();
        var report = run.AssertFinished(await again.EndAsync());
        Assert.Equal(0, report.GetProperty("calls_paid_twice_at_most").GetInt32());
        Assert.Equal(run.Samples, run.Ledger.Rows().Count(r => r.Kind == "settle"));
    }
}
