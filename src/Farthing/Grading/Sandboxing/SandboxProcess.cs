using System.Diagnostics;

namespace Farthing.Grading.Sandboxing;

/// <summary>A process in the sandbox. Disposing it kills it, and everything it started, and removes its cgroups.</summary>
internal sealed class SandboxProcess(Process process, Cgroup cgroup) : IAsyncDisposable
{
    public Stream Input => process.StandardInput.BaseStream;

    public Stream Output => process.StandardOutput.BaseStream;

    public bool KilledForMemory => cgroup.KilledForMemory();

    /// <summary>Kills bwrap; the sandbox's first process dies with it, and with that the whole pid namespace.</summary>
    public void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended by itself meanwhile.
        }
    }

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        await cgroup.RemoveAsync();
    }
}
