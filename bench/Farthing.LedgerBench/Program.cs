using System.CommandLine;
using System.Globalization;
using Farthing.Bench;
using Farthing.LedgerBench;
using Farthing.Storage;

var farthing = new Option<string>("--farthing") { Description = "The published farthing.dll", Required = true, HelpName = "FILE" };
var entries = new Option<long>("--entries") { Description = "How many entries the ledger holds", DefaultValueFactory = _ => 5_000_000, HelpName = "N" };
var root = new RootCommand("""
    Measures the ledger (synchronous=FULL) once it is large: how long each question of `farthing spend` takes, whether the gateway's latency
    moves meanwhile, and how many calls a second are held and settled, beside what the disk syncs. Exits with 1 when a bound is passed.

    Examples:
      bench/ledger
      bench/ledger --entries 500000
    """)
{ farthing, entries };

root.SetAction(async parsed =>
{
    var program = Path.GetFullPath(parsed.GetRequiredValue(farthing));
    var folder = Directory.CreateTempSubdirectory("farthing-bench-").FullName;
    var database = Database.Open(Path.Combine(folder, "farthing.db"));
    var passes = true;

    Tell($"filling {parsed.GetValue(entries):N0} entries");
    Tell($"{Filling.Fill(database, parsed.GetValue(entries), TimeProvider.System.GetUtcNow()):N0} hourly rows, {new FileInfo(database.Path).Length / 1e9:0.0} GB");
    await using var upstream = new Upstream();
    using var served = await Targets.FarthingAsync(program, upstream.Port, folder); // deletes the folder at its end

    foreach (var by in Questions.Groupings) Judge($"farthing spend --since all --by {by}", await Questions.MillisecondsAsync(program, folder, by), 1000, "ms", atMost: true);

    var slow = await Questions.MillisecondsAsync(program, folder, "session,model");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      farthing spend --since all --by session,model, for which there are only the sums by hour: {slow:0} ms"));

    var one = Case.All.First(c => c.Name == "pass-6k");
    var request = RequestText.Build(one.Caller, one.ModelName, one.Bytes, one.Tokens, one.Stream, served.Port, served.Key);
    var time = TimeSpan.FromSeconds(10);
    await Load.ClosedAsync(served.Port, request, 16, TimeSpan.FromSeconds(5)); // lets the just-in-time compiler come to rest
    await LatencyAsync("alone");
    using (var stop = new CancellationTokenSource())
    {
        var asking = Questions.AskOnAsync(program, folder, stop.Token);
        await LatencyAsync("while spend --by session runs");
        await stop.CancelAsync();
        await asking;
    }

    var syncs = Settling.SyncsPerSecond(folder, TimeSpan.FromSeconds(3));
    await Settling.PerSecondAsync(database, 64, TimeSpan.FromSeconds(3));
    var settled = await Settling.PerSecondAsync(database, 64, TimeSpan.FromSeconds(10));
    Judge($"calls held and settled a second, 64 callers (the disk syncs {syncs.ToString("0", CultureInfo.InvariantCulture)} pages a second)", settled, 5000, "/s", atMost: false);
    return passes ? 0 : 1;

    async Task LatencyAsync(string when)
    {
        var sorted = await Load.PacedAsync(served.Port, request, 100, time);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      gateway at 100 requests/s, {when}: p50 {Load.Percentile(sorted, 0.5):0.00} ms, p99 {Load.Percentile(sorted, 0.99):0.00} ms"));
    }

    void Judge(string what, double measured, double bound, string unit, bool atMost)
    {
        var fine = atMost ? measured <= bound : measured >= bound;
        passes &= fine;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(fine ? "pass" : "FAIL")}  {what}: {measured:0} {unit}, at {(atMost ? "most" : "least")} {bound:0}"));
    }

    static void Tell(FormattableString what) => Console.Error.WriteLine(what.ToString(CultureInfo.InvariantCulture));
});

return await root.Parse(args).InvokeAsync();
