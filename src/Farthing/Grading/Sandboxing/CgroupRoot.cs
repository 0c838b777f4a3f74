using System.Globalization;

namespace Farthing.Grading.Sandboxing;

/// <summary>
/// Where runs get their cgroups. Looks once at what this machine lets us do: v1 (a memory and a pids hierarchy), v2 (one), or none.
/// Our own cgroup is tried first, then the hierarchy's root, which a container or systemd often leaves writable to root only.
/// </summary>
internal sealed class CgroupRoot
{
    private const string Mount = "/sys/fs/cgroup";
    private const string NamePrefix = "farthing-";
    private readonly TimeProvider _clock;
    private readonly IReadOnlyList<(string Parent, string[] Kinds)> _parents;

    /// <summary>Of the whole process: two sandboxes that shared a name would share limits, and kill each other's runs.</summary>
    private static int s_next;

    private CgroupRoot(IReadOnlyList<(string, string[])> parents, TimeProvider clock) => (_parents, _clock) = (parents, clock);

    /// <summary><c>memory, pids</c>, either or <c>none</c>: what a cgroup limits here.</summary>
    public string Kinds => _parents.Count == 0 ? "none" : string.Join(", ", _parents.SelectMany(p => p.Kinds));

    public static CgroupRoot Find(TimeProvider clock)
    {
        var parents = new List<(string, string[])>();
        var lines = File.Exists("/proc/self/cgroup") ? File.ReadAllLines("/proc/self/cgroup") : [];
        if (File.Exists($"{Mount}/cgroup.controllers"))
        {
            var own = lines.FirstOrDefault(l => l.StartsWith("0::", StringComparison.Ordinal))?[3..] ?? "/";
            if (Usable(Mount, own, "memory", "pids") is { } parent)
                parents.Add((parent, ["memory", "pids"]));
        }
        else
        {
            foreach (var kind in new[] { "memory", "pids" })
            {
                var own = lines.Select(l => l.Split(':', 3)).FirstOrDefault(l => l.Length == 3 && l[1].Split(',').Contains(kind))?[2] ?? "/";
                if (Usable($"{Mount}/{kind}", own, kind) is { } parent)
                    parents.Add((parent, [kind]));
            }
        }
        return new CgroupRoot(parents, clock);
    }

    /// <summary>Makes the cgroups of one run, with its limits set.</summary>
    public Cgroup Create(Limits limits)
    {
        var name = $"{NamePrefix}{Environment.ProcessId}-{Interlocked.Increment(ref s_next)}";
        var folders = new List<string>();
        foreach (var (parent, kinds) in _parents)
        {
            var folder = Path.Combine(parent, name);
            Directory.CreateDirectory(folder);
            folders.Add(folder);
            if (kinds.Contains("memory"))
            {
                var bytes = limits.MemoryBytes.ToString(CultureInfo.InvariantCulture);
                Write(folder, bytes, "memory.max", "memory.limit_in_bytes");
                Write(folder, bytes, "memory.memsw.limit_in_bytes");
                Write(folder, "0", "memory.swap.max");
            }
            if (kinds.Contains("pids"))
                Write(folder, limits.Processes.ToString(CultureInfo.InvariantCulture), "pids.max");
        }
        return new Cgroup(folders, _clock);
    }

    private static void Write(string folder, string value, params string[] names)
    {
        if (names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } file)
            File.WriteAllText(file, value);
    }

    /// <summary>The folder in which cgroups of these kinds can be made; null where there is none.</summary>
    private static string? Usable(string mount, string own, params string[] kinds) =>
        new[] { Path.Join(mount, own), mount }.Distinct().FirstOrDefault(parent => Directory.Exists(parent) && CanCreate(parent, kinds));

    private static bool CanCreate(string parent, string[] kinds)
    {
        var trial = Path.Combine(parent, $"{NamePrefix}{Environment.ProcessId}-{Interlocked.Increment(ref s_next)}");
        try
        {
            RemoveStale(parent);
            Directory.CreateDirectory(trial);
            return kinds.All(kind => File.Exists(Path.Combine(trial, kind == "pids" ? "pids.max" : "memory.max"))
                || (kind == "memory" && File.Exists(Path.Combine(trial, "memory.limit_in_bytes"))));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            Cgroup.TryRemove(trial);
        }
    }

    /// <summary>Removes what a crashed run left: only our own names, and only when their owner is gone.</summary>
    private static void RemoveStale(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, NamePrefix + "*"))
        {
            if (OwnedName.OwnerIsGone(Path.GetFileName(folder), NamePrefix))
                Cgroup.TryRemove(folder);
        }
    }
}
