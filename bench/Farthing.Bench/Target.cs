using System.Diagnostics;

namespace Farthing.Bench;

/// <summary>What callers connect to: a proxy in a process of its own, or the upstream itself (no process).</summary>
internal sealed class Target(string name, int port, string key, Process? process, string? folder) : IDisposable
{
    public string Name => name;

    public int Port => port;

    /// <summary>What it accepts as a key.</summary>
    public string Key => key;

    public double Cpu() => process is null ? 0 : ProcessFigures.CpuMicroseconds(process.Id);

    public double Resident() => process is null ? 0 : ProcessFigures.ResidentMegabytes(process.Id);

    public void Dispose()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true); // this one and its own workers, by id
            process.WaitForExit();
            process.Dispose();
        }

        if (folder is not null) Directory.Delete(folder, recursive: true);
    }
}
