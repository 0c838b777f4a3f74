using System.Diagnostics;
using System.Text;

namespace Farthing.Grading.Sandboxing;

/// <summary>
/// Runs a command without network, environment, rights or a writable place of the machine's (bubblewrap), under limits on CPU, memory,
/// processes, files, output and wall time. There is no way to run a command outside it. Linux only.
/// </summary>
internal sealed class Sandbox : IDisposable
{
    private const int CpuLimitExit = 128 + 24; // SIGXCPU
    private readonly StartThread _starter = new();
    private readonly CgroupRoot _cgroups;
    private readonly TimeProvider _clock;

    /// <summary>Use <see cref="SandboxProbe.OpenAsync"/>: it makes sure that this sandbox works.</summary>
    public Sandbox(TimeProvider clock)
    {
        _clock = clock;
        _cgroups = CgroupRoot.Find(clock);
    }

    /// <summary>What cgroups limit here: <c>memory, pids</c>, one of them, or <c>none</c>; resource limits hold besides.</summary>
    public string CgroupKinds => _cgroups.Kinds;

    /// <summary>Starts a command. <paramref name="limits"/>' wall time and output are the caller's to watch.</summary>
    public async Task<SandboxProcess> StartAsync(SandboxCommand command, Limits limits)
    {
        var cgroup = _cgroups.Create(limits);
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in Bubblewrap.Wrap(command, limits, cgroup.JoinFiles, Environment.IsPrivilegedProcess))
            start.ArgumentList.Add(argument);
        try
        {
            return new SandboxProcess(await _starter.StartAsync(start), cgroup);
        }
        catch
        {
            await cgroup.RemoveAsync();
            throw;
        }
    }

    /// <summary>Runs a command to its end or to its first limit, with <paramref name="input"/> as its whole stdin.</summary>
    public async Task<SandboxRun> RunAsync(SandboxCommand command, ReadOnlyMemory<byte> input, Limits limits, CancellationToken cancel = default)
    {
        var began = _clock.GetTimestamp();
        await using var process = await StartAsync(command, limits);
        using var wall = new CancellationTokenSource(limits.Wall, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(wall.Token, cancel);
        await using var killer = either.Token.Register(process.Kill);

        var feeding = FeedAsync(process.Input, input);
        var (output, tooMuch) = await ReadAsync(process, limits.OutputBytes);
        var exit = await process.ExitCodeAsync();
        await feeding;
        cancel.ThrowIfCancellationRequested();

        var ending = tooMuch ? Ending.OutputLimit
            : wall.IsCancellationRequested ? Ending.WallLimit
            : process.KilledForMemory ? Ending.MemoryLimit
            : exit == CpuLimitExit ? Ending.CpuLimit
            : Ending.Itself;
        return new SandboxRun(exit, output, ending, _clock.GetElapsedTime(began));
    }

    public void Dispose() => _starter.Dispose();

    private static async Task FeedAsync(Stream stdin, ReadOnlyMemory<byte> input)
    {
        try
        {
            await using (stdin)
                await stdin.WriteAsync(input);
        }
        catch (IOException)
        {
            // It ended without reading all of it.
        }
    }

    private static async Task<(string Output, bool TooMuch)> ReadAsync(SandboxProcess process, int most)
    {
        using var output = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await process.Output.ReadAsync(buffer) is var read and > 0)
        {
            output.Write(buffer, 0, Math.Min(read, most - (int)output.Length));
            if (output.Length < most)
                continue;
            process.Kill();
            return (Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length), true);
        }
        return (Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length), false);
    }
}
