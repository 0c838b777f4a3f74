using System.Collections.Concurrent;
using Farthing.Grading.Languages;
using Farthing.Grading.Programs;
using Farthing.Grading.Sandboxing;

namespace Farthing.Grading;

/// <summary>Grades samples by running them against their task's tests in a sandbox. Safe to call from many threads.</summary>
internal sealed class Grader : IAsyncDisposable
{
    private static readonly TimeSpan ReferenceLimit = TimeSpan.FromSeconds(60);
    private readonly Sandbox _sandbox;
    private readonly IDisposable _staging;
    private readonly Runner _runner;
    private readonly Gate _gate;
    private readonly GraderOptions _options;
    private readonly ConcurrentDictionary<string, TimeSpan> _referenceTimes = new();

    private Grader(Sandbox sandbox, IDisposable staging, Runtimes runtimes, Runner runner, GraderOptions options)
    {
        (_sandbox, _staging, Runtimes, _runner, _options) = (sandbox, staging, runtimes, runner, options);
        _gate = new Gate(options.Concurrency);
    }

    /// <summary>What runs here and what does not, with the reasons.</summary>
    public Runtimes Runtimes { get; }

    /// <summary>Makes sure that the sandbox works and finds the runtimes these tasks need.</summary>
    /// <param name="notices">Told before anything is installed or fetched (stderr).</param>
    /// <exception cref="SandboxUnavailableException">No sandbox works here; the message says how to get one.</exception>
    public static async Task<Grader> OpenAsync(
        IEnumerable<SuiteTask> tasks, GraderOptions options, TextWriter notices, TimeProvider clock, CancellationToken cancel = default)
    {
        if (!OperatingSystem.IsLinux())
            throw new SandboxUnavailableException("Running samples needs Linux (bubblewrap). On Windows use WSL 2, on macOS a Linux virtual machine.");
        var sandbox = await SandboxProbe.OpenAsync(notices, clock, cancel);
        var staging = new Staging();
        try
        {
            var runtimes = await Runtimes.FindAsync(sandbox, staging, tasks, notices, cancel);
            return new Grader(sandbox, staging, runtimes, new Runner(sandbox, staging, runtimes, options.MemoryBytes, clock), options);
        }
        catch
        {
            staging.Dispose();
            sandbox.Dispose();
            throw;
        }
    }

    /// <summary>Grades one sample. What the sample does never throws; a task whose runtime is missing gives a sandbox error with the reason.</summary>
    public async Task<Graded> GradeAsync(SuiteTask task, Sample sample, CancellationToken cancel = default)
    {
        if (Runtimes.WhyNot(task) is { } reason)
            return new Graded(Outcome.SandboxError, reason, TimeSpan.Zero);
        var code = sample.Text;
        if (sample.Kind == SampleKind.Response)
        {
            var extraction = CodeExtractor.Extract(sample.Text, task.Language, task.EntryPoint);
            if (extraction.Problem is { } problem)
                return new Graded(problem, RunReport.Shortened(sample.Text), TimeSpan.Zero);
            code = extraction.Code!;
        }
        var program = ProgramText.Create(task, sample.Kind, code);
        var graded = await RunAsync(task, program, cancel);
        if (graded.Outcome == Outcome.Passed && sample == task.Reference)
            _referenceTimes[task.Id] = graded.Elapsed;
        if (graded.Outcome is Outcome.Passed or Outcome.Timeout || program.BehindPrompt is not { } behind)
            return graded;
        var again = await RunAsync(task, behind, cancel);
        return again.Outcome != Outcome.Passed ? graded : graded with
        {
            Detail = $"{graded.Detail}\npasses behind the prompt: the answer leaves out \"{program.LeftOut}\"",
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync();
        _sandbox.Dispose();
        _staging.Dispose();
        _gate.Dispose();
    }

    /// <summary>Runs a program; one that hits the wall time limit is run once more alone, so that a busy machine costs nobody a pass.</summary>
    private async Task<Graded> RunAsync(SuiteTask task, ProgramText program, CancellationToken cancel)
    {
        var limit = WallLimit(task);
        var graded = await _gate.SharedAsync(() => _runner.RunAsync(task, program, limit, cancel), cancel);
        if (graded.Outcome != Outcome.Timeout)
            return graded;
        await TimeReferenceAsync(task, cancel);
        return await _gate.AloneAsync(() => _runner.RunAsync(task, program, WallLimit(task), cancel), cancel);
    }

    private TimeSpan WallLimit(SuiteTask task) =>
        _referenceTimes.TryGetValue(task.Id, out var reference) && reference * 5 > _options.WallLimit ? reference * 5 : _options.WallLimit;

    /// <summary>Learns what the reference solution takes, where a limit depends on it and it is not known.</summary>
    private async Task TimeReferenceAsync(SuiteTask task, CancellationToken cancel)
    {
        if (task.Reference is not { } reference || _referenceTimes.ContainsKey(task.Id))
            return;
        var program = ProgramText.Create(task, reference.Kind, reference.Text);
        var graded = await _gate.AloneAsync(() => _runner.RunAsync(task, program, ReferenceLimit, cancel), cancel);
        _referenceTimes[task.Id] = graded.Outcome == Outcome.Passed ? graded.Elapsed : TimeSpan.Zero;
    }
}
