using System.Diagnostics;
using System.Text;

namespace Farthing.EndToEnd.Processes;

/// <summary>
/// The real program as a child process, in an environment of its own: none of the machine's API keys reaches it, and its home is the test's.
/// </summary>
internal sealed class FarthingProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new(), _error = new();
    private readonly Task _pumps;

    private FarthingProcess(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        _pumps = Task.WhenAll(PumpAsync(process.StandardOutput, _output), PumpAsync(process.StandardError, _error));
    }

    public int Id => _process.Id;

    /// <summary>Whether all its threads have obeyed a STOP. The state follows the name, which is in brackets (proc_pid_stat(5)).</summary>
    public bool IsStopped => Directory.GetDirectories($"/proc/{Id}/task").All(thread => File.ReadAllText($"{thread}/stat") is var stat && stat[stat.LastIndexOf(')') + 2] == 'T');

    public string Output => Read(_output);

    public string Error => Read(_error);

    /// <param name="home">FARTHING_HOME, HOME and the working folder.</param>
    public static FarthingProcess Start(TemporaryFolder home, params IEnumerable<string> arguments) => Start(home, [], arguments);

    public static FarthingProcess Start(TemporaryFolder home, IReadOnlyList<(string Name, string Value)> environment, params IEnumerable<string> arguments) =>
        Run("dotnet", home, environment, [Repository.Program, .. arguments]);

    public static FarthingProcess Run(string program, TemporaryFolder home, IReadOnlyList<(string Name, string Value)> environment, IEnumerable<string> arguments)
    {
        // A shell's background jobs, and all that they start, ignore SIGINT; env gives it back its meaning and becomes the program.
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("/usr/bin/env", ["--default-signal", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        start.WorkingDirectory = home.Path;
        var inherited = new[] { "PATH", "DOTNET_ROOT", "TMPDIR" }.Select(n => (Name: n, Value: Environment.GetEnvironmentVariable(n))).Where(v => v.Value is not null).ToArray();
        start.Environment.Clear();
        foreach (var (name, value) in inherited) start.Environment[name] = value;
        start.Environment["HOME"] = home.Path;
        start.Environment["FARTHING_HOME"] = home.Path;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new FarthingProcess(Process.Start(start)!);
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<Ended> ToEndAsync(TemporaryFolder home, params IEnumerable<string> arguments)
    {
        await using var process = Start(home, arguments);
        return await process.EndAsync();
    }

    /// <summary>Waits for the first line of standard output that starts so.</summary>
    public async Task<string> LineAsync(string start)
    {
        var found = "";
        await UntilAsync(() =>
        {
            var said = Output;
            found = said[..(said.LastIndexOf('\n') + 1)].Split('\n').FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal));
            return found is not null;
        }, $"a line '{start}…'");
        return found!;
    }

    /// <summary>Waits until something is so, and fails with what the process said when it has ended before.</summary>
    public async Task UntilAsync(Func<bool> isSo, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            if (_process.HasExited)
            {
                await _pumps;
                if (isSo()) return;
                throw new InvalidOperationException($"ended with {_process.ExitCode} before {what}\n{Output}\n{Error}");
            }

            if (watch.Elapsed > Patience) throw new TimeoutException($"no {what} within {Patience}\n{Output}\n{Error}");
            await Task.Delay(10);
        }
    }

    /// <summary>Sends SIGINT (Ctrl-C), SIGTERM or SIGKILL to the process alone.</summary>
    public void Signal(string name)
    {
        if (_process.HasExited) return;
        using var kill = Process.Start("kill", ["-s", name, Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end; a process that does not come to one is killed and the test fails.</summary>
    public Task<Ended> EndAsync() => EndAsync(Patience);

    public async Task<Ended> EndAsync(TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(late.Token);
            await _pumps.WaitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"did not end within {patience}\n{Output}\n{Error}");
        }

        return new Ended(_process.ExitCode, Output, Error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal("TERM");
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await _process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    private static async Task PumpAsync(StreamReader from, StringBuilder to)
    {
        var chunk = new char[4096];
        int read;
        while ((read = await from.ReadAsync(chunk)) > 0)
        {
            lock (to) to.Append(chunk, 0, read);
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
