using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Farthing.Comparison.Live;
using Farthing.Comparison.Reports;
using Farthing.Comparison.Runs;
using Farthing.Configuration;
using Farthing.Grading;
using Farthing.Grading.Suites;
using Farthing.Providers;
using Farthing.Simulator;
using Farthing.Storage;
using Spectre.Console;

namespace Farthing.Comparison;

/// <summary>One comparison from options to verdict, top to bottom.</summary>
/// <param name="output">For the table.</param>
/// <param name="notes">For progress and notes; standard error, so that <c>--json</c> stays clean.</param>
internal sealed class CompareRun(
    CompareOptions options, IAnsiConsole output, IAnsiConsole notes, Stream json, TimeProvider clock, Func<string, string?> environment)
{
    private const int MaxTokens = 4_096;

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        // 1. What is compared.
        var suite = await SuiteReader.ReadAsync(options.Suite ?? BundledSuite.Path, cancel);
        var gateway = SettingsReader.Read(options.Config, environment, read => InstalledCatalogue.Open(DataFolder.Find(null, environment), read));
        var arms = options.Recorded.Count > 0 ? await RecordedArmsAsync(cancel) : LiveArms();
        if (arms.Any(a => a is LiveArm { Simulated: true })) notes.MarkupLineInterpolated($"[yellow]{CompareReportView.SimulatedNotice}[/]");
        Refuse(arms, suite, gateway);

        // 2. Where it runs: nothing is executed outside a working sandbox.
        await using var grader = await Grader.OpenAsync(suite.Tasks, new GraderOptions(), notes.Profile.Out.Writer, clock, cancel);
        var tasks = suite.Tasks.Where(t => grader.Runtimes.WhyNot(t) is null).ToArray();
        var leftOut = suite.Tasks.Select(grader.Runtimes.WhyNot).OfType<string>().GroupBy(reason => reason).Select(g => new LeftOut(g.Key, g.Count())).ToArray();
        if (tasks.Length == 0) throw new IOException($"none of the {suite.Tasks.Count} tasks can be run here: {string.Join("; ", leftOut.Select(l => l.Reason))}");

        // 3. The settings, fixed and written before the first call.
        var home = DataFolder.Open(null, environment);
        var settings = new RunSettings(suite.Name, Hash(tasks), tasks.Length, [.. arms.Select(a => a is RecordedArm r ? $"{r.Name}={r.Hash}" : a.Name)],
            options.Samples, options.Margin, options.Alpha, options.Seed, MaxTokens, TaskPrompt.Version, options.Gateway?.ToString());
        using var folder = options.RunFolder is { } named ? RunFolder.OpenAt(named, settings) : RunFolder.Open(home.Runs, settings);

        // 4. Samples, graded as they come.
        var grading = new GradingRun(grader, folder);
        var samples = new List<SampleRecord>(folder.Samples.Earlier);
        var stopped = false;
        if (arms is [RecordedArm, ..]) await GradeRecordedAsync(arms, suite, tasks, grading, folder, cancel);
        else stopped = await GradeLiveAsync([.. arms.Cast<LiveArm>()], tasks, suite, grading, folder, gateway, home, samples, cancel);
        if (stopped)
        {
            notes.WriteLine($"farthing compare: stopped at --max-cost ${options.MaxCost} with {samples.Count} answers. Raise it and run the same command to go on. Run folder: {folder.Path}");
            return 1;
        }

        // 5. The verdict.
        var report = CompareReport.Of(settings, arms, grading.Outcomes, samples, leftOut, folder.CallsInFlightWhenCutOff, folder.Path);
        Publish(report, folder);
        return options.Require.Count == 0 || (report.Verdict is { } verdict && options.Require.Contains(verdict)) ? 0 : 1;
    }

    private async Task<IReadOnlyList<Arm>> RecordedArmsAsync(CancellationToken cancel)
    {
        if (options.Recorded.Count > 2) throw new WrongUseException("--recorded: at most two arms can be compared");
        if (options.Recorded.Select(r => r.Name).Distinct().Count() < options.Recorded.Count) throw new WrongUseException("--recorded: the two arms need different names");
        var arms = new List<Arm>();
        foreach (var (name, file) in options.Recorded)
        {
            await using var stream = File.OpenRead(file);
            arms.Add(new RecordedArm(name, file, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel))));
        }

        return arms;
    }

    private LiveArm[] LiveArms()
    {
        if (options.Models.Count > 0) return [.. options.Models.Select(m => new LiveArm(m))];
        var keys = environment("ANTHROPIC_API_KEY") is { Length: > 0 } && environment("OPENAI_API_KEY") is { Length: > 0 };
        if (!keys && options.Gateway is null) notes.WriteLine("ANTHROPIC_API_KEY and OPENAI_API_KEY are not both set, so simulated models are compared.");
        return keys || options.Gateway is not null
            ? [new LiveArm("claude-haiku-4-5"), new LiveArm("gpt-4o-mini")]
            : [new LiveArm("sim/claude-haiku-4-5"), new LiveArm("sim/gpt-4o-mini")];
    }

    private void Refuse(IReadOnlyList<Arm> arms, Suite suite, Settings gateway)
    {
        if (options.Gateway is not null) return;
        foreach (var arm in arms.OfType<LiveArm>())
        {
            if (arm.Simulated && !suite.Tasks.Any(t => t.Wrong is not null))
                throw new WrongUseException($"--models {arm.Name}: the simulator answers only suites in our own format, whose tasks bring a right and a wrong solution");
            if (!arm.Simulated && gateway.Providers.Count == 0)
                throw new WrongUseException($"--models {arm.Name}: no provider is configured. Set ANTHROPIC_API_KEY or OPENAI_API_KEY, or write farthing.yaml; sim/{arm.Name} is its simulated counterpart");
        }
    }

    private async Task GradeRecordedAsync(IReadOnlyList<Arm> arms, Suite suite, SuiteTask[] tasks, GradingRun grading, RunFolder folder, CancellationToken cancel)
    {
        var work = new List<Ungraded>();
        foreach (var arm in arms.Cast<RecordedArm>())
        {
            var set = await SampleReader.ReadAsync(arm.File, suite, cancel);
            if (set.UnknownSamples > 0) notes.MarkupLineInterpolated($"[yellow]Note[/] {arm.Name}: {set.UnknownSamples} samples answer tasks that the suite does not have (such as {set.UnknownIds[0]}); left out.");
            if (set.MissingIds.Count > 0) notes.MarkupLineInterpolated($"[yellow]Note[/] {arm.Name}: {set.MissingIds.Count} tasks have no sample (such as {set.MissingIds[0]}).");
            work.AddRange(tasks.Where(t => set.ByTask.ContainsKey(t.Id)).SelectMany(t => set.ByTask[t.Id].Select((sample, i) => new Ungraded(arm.Name, t, i, sample))));
        }

        if (folder.Resumed) notes.WriteLine($"Resuming: {folder.Outcomes.Earlier.Count} of {work.Count} samples are graded.");
        await CompareProgress.ShowAsync(notes, [("grading", work.Count)], bars => grading.RunAsync(work.ToAsyncEnumerable(), () => bars[0].Increment(1), cancel));
    }

    /// <returns>Whether the spending limit left calls unmade.</returns>
    private async Task<bool> GradeLiveAsync(
        LiveArm[] arms, SuiteTask[] tasks, Suite suite, GradingRun grading, RunFolder folder, Settings settings, DataFolder home, List<SampleRecord> samples, CancellationToken cancel)
    {
        var calls = LivePlan.Calls(tasks, arms, options.Samples, options.Seed);
        var missing = LivePlan.Missing(calls, folder.Samples.Earlier);
        var prices = InstalledCatalogue.Open(home, settings).Book(settings.PriceBook)!;
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var simulated = arms.All(a => a.Simulated);
        foreach (var line in LiveBrief.Lines(missing, folder.Samples.Earlier.Count, tasks.Length, prices, MaxTokens, options.Margin, options.Alpha, simulated, options.MaxCost, today))
            notes.WriteLine(line);
        if (options.MaxCost is not null && missing.FirstOrDefault(c => LivePlan.WorstCase(c, prices, MaxTokens, today) is null) is { } unpriced)
            throw new WrongUseException($"--max-cost: {unpriced.Arm.Name} has no known price, so a limit on its cost cannot be kept");

        await using var app = options.Gateway is not null ? null : await App.StartAsync(
            settings with { Listen = new IPEndPoint(IPAddress.Loopback, 0), Limit = simulated ? null : settings.Limit }, home, // a trial run needs no budget
            arms.Any(a => a.Simulated) ? new SimulatorOptions { Seed = options.Seed, Speed = options.SimulatorSpeed, Tasks = SimulatedTasks.Of(suite) } : null,
            KeyChoice.Passing, logging: null, clock, cancel);
        using var http = ProviderHttp.Create();
        var limit = new SpendingLimit(options.MaxCost, folder.Samples.Earlier.Sum(s => s.CostUsd ?? 0));
        var sampling = new LiveSampling(
            new ModelClient(http, app?.Address ?? options.Gateway!, app?.NewKey ?? options.Key, MaxTokens, clock), folder, limit,
            call => LivePlan.WorstCase(call, prices, MaxTokens, today), options.Concurrency, clock);

        var byId = tasks.ToDictionary(t => t.Id);
        var arrived = Channel.CreateUnbounded<(LiveCall Call, SampleRecord Sample)>();
        var stopped = false;
        await CompareProgress.ShowAsync(notes, [("answers", calls.Count), ("graded", calls.Count)], async bars =>
        {
            bars[0].Increment(folder.Samples.Earlier.Count);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var asking = sampling.RunAsync(missing, arrived.Writer, ending.Token);
            try
            {
                await grading.RunAsync(Arriving(), () => bars[1].Increment(1), cancel);
            }
            catch
            {
                // Answers under way are paid for: they are waited for and kept, before the gateway under them goes.
                await ending.CancelAsync();
                await Task.WhenAny(asking);
                throw;
            }

            stopped = (await asking).Stopped;

            async IAsyncEnumerable<Ungraded> Arriving()
            {
                foreach (var earlier in folder.Samples.Earlier) yield return Waiting(earlier);
                await foreach (var (_, sample) in arrived.Reader.ReadAllAsync(cancel))
                {
                    samples.Add(sample);
                    bars[0].Increment(1);
                    yield return Waiting(sample);
                }
            }
        });
        return stopped;

        Ungraded Waiting(SampleRecord s) => new(s.Arm, byId[s.Task], s.Sample, new Sample(SampleKind.Response, s.Text), Refused: s.Stop == "refusal");
    }

    private void Publish(CompareReport report, RunFolder folder)
    {
        using var written = new MemoryStream();
        CompareReportJson.Write(written, report);
        File.WriteAllBytes(folder.In("report.json.new"), written.ToArray());
        File.Move(folder.In("report.json.new"), folder.In("report.json"), overwrite: true);
        if (options.Json) json.Write(written.ToArray());
        else CompareReportView.Write(output, report);
    }

    private static string Hash(IEnumerable<SuiteTask> tasks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var task in tasks.OrderBy(t => t.Id, StringComparer.Ordinal))
        {
            foreach (var part in new[] { task.Id, task.Language, task.Prompt, task.Test })
            {
                hash.AppendData(Encoding.UTF8.GetBytes(part));
                hash.AppendData([0]);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
