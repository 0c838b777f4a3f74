using System.Globalization;

namespace Farthing.Bench;

/// <summary>What Linux tells of a process and its children (nginx's workers) in /proc. The parsing is pure.</summary>
internal static class ProcessFigures
{
    /// <summary>Linux counts CPU time in hundredths of a second on every architecture that .NET runs on (USER_HZ).</summary>
    private const double TicksPerSecond = 100;

    /// <summary>User and system time so far, in microseconds.</summary>
    public static double CpuMicroseconds(int pid) => Family(pid).Sum(p => CpuTicks(File.ReadAllText($"/proc/{p}/stat"))) / TicksPerSecond * 1_000_000;

    public static double ResidentMegabytes(int pid) => Family(pid).Sum(p => ResidentKilobytes(File.ReadAllText($"/proc/{p}/status"))) / 1024.0;

    /// <summary>utime and stime, fields 14 and 15 of /proc/PID/stat. The name in field 2 may hold blanks and brackets, so fields are counted from its end.</summary>
    public static long CpuTicks(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    /// <summary>VmRSS of /proc/PID/status.</summary>
    public static long ResidentKilobytes(string status)
    {
        var line = status.Split('\n').First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static IEnumerable<int> Family(int pid) =>
        File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture)).Prepend(pid);
}
