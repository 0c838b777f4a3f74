using System.Globalization;

namespace Farthing.Grading.Sandboxing;

/// <summary>Builds the command line that puts a command into bubblewrap. Pure, but for one look at how /bin, /lib … are laid out.</summary>
internal static class Bubblewrap
{
    /// <summary>The uid and gid everything runs as when we are root: "nobody".</summary>
    public const int Nobody = 65534;

    private static readonly string[] SystemFolders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    /// <summary>
    /// Joins the cgroups named before "--" and becomes the rest. Merging stderr here keeps the order of lines and needs one reader.
    /// The first argument is where stderr goes. The rest begins with setsid: a session of its own, without a terminal to write to or to
    /// get a Ctrl-C from, and one process group to kill. bwrap's --new-session would take the sandbox out of that group.
    /// </summary>
    private const string Joiner =
        """if [ "$1" = keep ]; then exec 2>&1; else exec 2>/dev/null; fi; shift; while [ "$1" != -- ]; do echo $$ > "$1" || exit 71; shift; done; shift; exec "$@" """;

    public static IReadOnlyList<string> Wrap(SandboxCommand command, Limits limits, IReadOnlyList<string> cgroups, bool asRoot)
    {
        var size = Text(limits.FileBytes);
        // Without a pids cgroup RLIMIT_NPROC counts every process of the uid on kernels before 5.14, so it must leave room for neighbours.
        var processes = Text(cgroups.Count > 0 ? limits.Processes : limits.Processes * 4);
        List<string> line = ["-c", Joiner, "sh", command.KeepErrors ? "keep" : "drop", .. cgroups, "--", "setsid"];
        if (asRoot) // bwrap --uid alone is cosmetic under root: files and process limits would still be root's
            line.AddRange(["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--"]);
        line.AddRange(["bwrap", "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--clearenv"]);
        line.AddRange(["--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", "--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8"]);
        foreach (var (name, value) in command.Environment)
            line.AddRange(["--setenv", name, value]);
        line.AddRange(["--ro-bind", "/usr", "/usr", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]);
        line.AddRange(SystemFolders.SelectMany(Mirror));
        line.AddRange(["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]);
        if (command.Writable)
            line.AddRange(["--size", size, "--tmpfs", "/tmp", "--size", size, "--tmpfs", "/dev/shm"]);
        else
            line.AddRange(["--dir", "/tmp"]);
        foreach (var folder in command.Folders.Where(f => !f.StartsWith("/usr/", StringComparison.Ordinal)))
            line.AddRange(["--ro-bind", folder, folder]);
        var cpu = (int)Math.Ceiling(limits.Wall.TotalSeconds);
        line.AddRange(["--remount-ro", "/", "--chdir", "/tmp", "--", "prlimit"]);
        line.AddRange([$"--cpu={Text(cpu)}:{Text(cpu + 1)}", $"--data={Text(limits.MemoryBytes)}", $"--fsize={size}"]);
        line.AddRange([$"--nproc={processes}", $"--nofile={Text(limits.OpenFiles)}", "--core=0", "--"]);
        line.AddRange(command.Arguments);
        return line;
    }

    /// <summary>Shows a system folder as the machine has it: a link on merged-/usr systems, a folder on others.</summary>
    private static IEnumerable<string> Mirror(string folder) =>
        new DirectoryInfo(folder) is { Exists: true } found
            ? found.LinkTarget is { } target ? ["--symlink", target, folder] : ["--ro-bind", folder, folder]
            : [];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
