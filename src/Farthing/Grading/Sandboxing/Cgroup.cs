using System.Diagnostics;
using System.Globalization;

namespace Farthing.Grading.Sandboxing;

/// <summary>
/// The cgroup folders of one run: memory and pids, each where the machine lets us make one (v1: two hierarchies; v2: one).
/// Made before the process, joined by it before it drops its rights, removed after it.
/// </summary>
internal sealed class Cgroup(IReadOnlyList<string> folders, TimeProvider clock)
{
    private static readonly string[] MemoryEvents = ["memory.oom_control", "memory.events"]; // v1, v2

    /// <summary>Files a process joins by writing its pid.</summary>
    public IReadOnlyList<string> JoinFiles { get; } = [.. folders.Select(f => Path.Combine(f, "cgroup.procs"))];

    /// <summary>Whether the kernel killed a process in here for want of memory.</summary>
    public bool KilledForMemory() =>
        folders.Any(folder => MemoryEvents
            .Select(name => Path.Combine(folder, name))
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0"));

    /// <summary>Kills what is left in here and removes the folders.</summary>
    public async Task RemoveAsync()
    {
        foreach (var folder in folders)
        {
            for (var attempt = 0; Directory.Exists(folder) && attempt < 100; attempt++)
            {
                KillAll(folder);
                if (TryRemove(folder))
                    break;
                await Task.Delay(TimeSpan.FromMilliseconds(5 + attempt), clock);
            }
        }
    }

    /// <summary>Removes a cgroup folder; false while processes are in it.</summary>
    public static bool TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return !Directory.Exists(folder);
        }
    }

    private static void KillAll(string folder)
    {
        foreach (var line in Members(folder))
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(line, CultureInfo.InvariantCulture));
                process.Kill();
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It ended by itself meanwhile.
            }
        }
    }

    private static string[] Members(string folder)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(folder, "cgroup.procs"));
        }
        catch (IOException) // the kernel takes the folder apart at this moment
        {
            return [];
        }
    }
}
