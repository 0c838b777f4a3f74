using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Farthing.Grading.Sandboxing;

/// <summary>A process in the sandbox. Disposing it kills it, and everything it started, and removes its cgroups.</summary>
internal sealed class SandboxProcess(Process process, Cgroup cgroup) : IAsyncDisposable
{
    public Stream Input => process.StandardInput.BaseStream;

    public Stream Output => process.StandardOutput.BaseStream;

    public bool KilledForMemory => cgroup.KilledForMemory();

    /// <summary>
    /// Kills bwrap; the sandbox's first process dies with it, and with that the whole pid namespace. One so young that it has not asked
    /// for that yet would live on and hold our end of its output: it is in bwrap's process group, which is killed after.
    /// </summary>
    public void Kill()
    {
        try
        {
            if (process.HasExited) return; // its number may be another's by now
            process.Kill();
            _ = SendSignal(-process.Id, 9);
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

    /// <summary>kill(2): .NET signals single processes only. Answers that there is no such group when nothing is left of it.</summary>
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
