using System.Globalization;

namespace Farthing.Bench;

/// <summary>The machine's time so far from the first line of /proc/stat, in ticks: all of it, and what the host of a virtual machine gave to others.</summary>
internal readonly record struct MachineTime(long All, long Stolen)
{
    /// <summary>The fields are user, nice, system, idle, iowait, irq, softirq, steal; guest time, after them, is in user (proc_stat(5)).</summary>
    public static MachineTime Now()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(t => long.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        return new MachineTime(ticks.Sum(), ticks[7]);
    }

    public double StolenSince(MachineTime before) => All == before.All ? 0 : (double)(Stolen - before.Stolen) / (All - before.All);
}
