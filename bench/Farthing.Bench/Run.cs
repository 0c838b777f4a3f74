namespace Farthing.Bench;

/// <summary>One run over all targets, in turn for each case, so that what else the machine does meets all alike.</summary>
internal sealed class Run(Upstream upstream, Target direct, Target nginx, Target farthing, bool quick, Action<string> progress)
{
    private const int Callers = 32;
    private const int PacedCallers = 64; // a paced stream leaves the machine idle; more of them give more to count
    private const int PerSecond = 100;
    private const int Streams = 512;

    /// <summary>Many short ones rather than few long ones: what disturbs a machine lasts for seconds, and meets few of them.</summary>
    private const int Rounds = 7;

    /// <summary>Where the machine's host takes more than this share of a round, another round is run, up to so many: its caches are others' then.</summary>
    private const double Quiet = 0.03;
    private const int MostRounds = 15;

    private readonly List<Result> _results = [];
    private readonly List<Latency> _latencies = [];
    private readonly List<Peak> _peaks = [];

    public IReadOnlyList<Result> Results => _results;

    public IReadOnlyList<Latency> Latencies => _latencies;

    public IReadOnlyList<Peak> Peaks => _peaks;

    /// <summary>
    /// Lets the just-in-time compiler come to rest before anything is counted: it works on for seconds after the first requests, for more
    /// on a busy machine. Rest is when four rounds in a row cost no less than nine tenths of the least so far.
    /// </summary>
    public async Task WarmAsync(IReadOnlyList<Case> cases)
    {
        const int Most = 20;
        var kinds = cases.Where(c => c.Pace == TimeSpan.Zero).ToArray();
        var (least, calm) = (double.MaxValue, 0);
        for (var round = 0; round < Most && calm < 4; round++)
        {
            var cpu = 0.0;
            foreach (var one in kinds) cpu += (await LoadAsync(one, farthing, TimeSpan.FromSeconds(quick ? 1.5 : 3) / kinds.Length)).Cpu;
            calm = cpu > least * 0.9 ? calm + 1 : 0;
            least = Math.Min(least, cpu);
        }
    }

    public async Task CaseAsync(Case one)
    {
        upstream.Pace = one.Pace;
        // nginx translates nothing: a translated case is compared with nginx passing the same bytes.
        foreach (var target in new[] { nginx, farthing }) await LoadAsync(one, target, TimeSpan.FromSeconds(quick ? 0.5 : 2));
        var rounds = quick ? 1 : Rounds;
        var measured = new List<(Result Nginx, Result Farthing)>();
        while (measured.Count < rounds || (!quick && measured.Count < MostRounds && measured.Count(m => Stolen(m) <= Quiet) < rounds))
        {
            var time = TimeSpan.FromSeconds(quick ? 1 : 1.2);
            measured.Add((await LoadAsync(one, nginx, time), await LoadAsync(one, farthing, time)));
        }

        var quietest = measured.OrderBy(Stolen).Take(rounds).ToArray();
        foreach (var results in new[] { quietest.Select(m => m.Nginx), quietest.Select(m => m.Farthing) })
        {
            var median = results.OrderBy(r => r.Cpu).ElementAt(rounds / 2);
            _results.Add(median);
            progress($"{one.Name} {median.Target}: {median.PerSecond:0} rps, {median.Cpu:0.0} µs CPU, {median.Stolen * 100:0} % of the machine stolen");
        }

        static double Stolen((Result Nginx, Result Farthing) round) => Math.Max(round.Nginx.Stolen, round.Farthing.Stolen);
    }

    public async Task LatencyAsync()
    {
        upstream.Pace = TimeSpan.Zero;
        var time = TimeSpan.FromSeconds(quick ? 2.5 : 8);
        foreach (var one in Case.All.Where(c => c.Name is "pass-6k" or "a2o-6k"))
            foreach (var target in one.Passes ? [direct, nginx, farthing] : new[] { farthing })
            {
                var sorted = await Load.PacedAsync(target.Port, Request(one, target), PerSecond, time);
                _latencies.Add(new Latency(one.Title, target.Name, Load.Percentile(sorted, 0.5), Load.Percentile(sorted, 0.99)));
                progress($"latency {one.Name} {target.Name}: p50 {_latencies[^1].Median:0.00} ms, p99 {_latencies[^1].P99:0.00} ms");
            }
    }

    public async Task PeakAsync()
    {
        upstream.Pace = TimeSpan.FromMilliseconds(60);
        foreach (var (target, model) in new[] { (nginx, "stream-pass"), (farthing, "stream-pass"), (farthing, "stream-a2o") })
        {
            var one = Case.All.First(c => c.Name == model) with { Tokens = quick ? 60 : 200 };
            var most = await Load.ConcurrentAsync(target.Port, Request(one, target), Streams, target.Resident);
            _peaks.Add(new Peak(one.Passes ? target.Name : target.Name + ", translated", Streams, most));
            progress($"{Streams} streams {_peaks[^1].Target}: {most:0} MB");
        }
    }

    /// <summary>The targets of the issue, as far as this run measured them.</summary>
    public IEnumerable<Judgement> Judge()
    {
        foreach (var result in _results.Where(r => r.Target == farthing.Name))
        {
            if (result.Case.TimesNginx is { } times)
                yield return new Judgement($"CPU per request, {result.Case.Title}", result.Cpu / Same(result).Cpu, times, "x nginx");
            if (result.Case.MicrosecondsPerEvent is { } most)
                yield return new Judgement($"CPU per event, {result.Case.Title}", result.CpuPerEvent!.Value, most, "µs");
        }

        foreach (var peak in _peaks.Where(p => p.Target != nginx.Name))
            yield return new Judgement($"memory, {peak.Streams} streams, {peak.Target}", peak.Resident, 200, "MB");
    }

    public Result Same(Result of) => _results.First(r => r.Case == of.Case && r.Target == nginx.Name);

    private static async Task<Result> LoadAsync(Case one, Target target, TimeSpan time)
    {
        var (before, machine) = (target.Cpu(), MachineTime.Now());
        var (requests, seconds) = await Load.ClosedAsync(target.Port, Request(one, target), one.Pace > TimeSpan.Zero ? PacedCallers : Callers, time);
        var cpu = (target.Cpu() - before) / requests;
        return new Result(one, target.Name, requests / seconds, cpu, one.Stream ? cpu / one.Tokens : null, target.Resident(), MachineTime.Now().StolenSince(machine));
    }

    private static byte[] Request(Case one, Target target) =>
        RequestText.Build(one.Caller, one.ModelName, one.Bytes, one.Tokens, one.Stream, target.Port, target.Key);
}
