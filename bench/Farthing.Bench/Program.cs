using System.CommandLine;
using Farthing.Bench;

var farthing = new Option<string>("--farthing") { Description = "The published farthing.dll", Required = true, HelpName = "FILE" };
var nginx = new Option<string>("--nginx") { Description = "The nginx program", DefaultValueFactory = _ => "nginx", HelpName = "FILE" };
var only = new Option<string[]>("--only") { Description = "Only these cases, by name: " + string.Join(", ", Case.All.Select(c => c.Name)) + ", latency, streams-512", AllowMultipleArgumentsPerToken = true, HelpName = "CASE" };
var quick = new Option<bool>("--quick") { Description = "Shorter rounds, one each: about a minute in place of six; coarser figures" };
var json = new Option<bool>("--json") { Description = "Print one JSON document in place of tables" };
var root = new RootCommand("""
    Measures Farthing's gateway beside nginx as a plain proxy, before the same upstream, on 127.0.0.1: requests per second, CPU of the
    proxy process alone (from /proc), latency added at 100 requests a second, memory. Exits with 1 when a target is missed.

    Examples:
      bench/gateway
      bench/gateway --quick --only pass-6k stream-a2o
    """)
{ farthing, nginx, only, quick, json };

root.SetAction(async parsed =>
{
    var wanted = parsed.GetValue(only) ?? [];
    var known = Case.All.Select(c => c.Name).Append("latency").Append("streams-512").ToArray();
    if (wanted.FirstOrDefault(w => !known.Contains(w)) is { } wrong)
    {
        await Console.Error.WriteLineAsync($"bench: no case '{wrong}'; there are {string.Join(", ", known)}");
        return 2;
    }

    await using var upstream = new Upstream();
    using var direct = Targets.Direct(upstream);
    using var plain = await Targets.NginxAsync(parsed.GetValue(nginx)!, upstream.Port);
    using var served = await Targets.FarthingAsync(Path.GetFullPath(parsed.GetValue(farthing)!), upstream.Port);
    var run = new Run(upstream, direct, plain, served, parsed.GetValue(quick), Console.Error.WriteLine);
    var cases = Case.All.Where(c => Wanted(c.Name)).ToArray();
    await run.WarmAsync(cases);
    foreach (var one in cases) await run.CaseAsync(one);
    if (Wanted("latency")) await run.LatencyAsync();
    if (Wanted("streams-512")) await run.PeakAsync();

    if (parsed.GetValue(json)) Console.WriteLine(Report.Json(run));
    else Report.Write(Console.Out, run);
    return run.Judge().All(j => j.Passes) ? 0 : 1;

    bool Wanted(string name) => wanted.Length == 0 || wanted.Contains(name);
});

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (IOException e)
{
    await Console.Error.WriteLineAsync($"bench: {e.Message}");
    return 3;
}
