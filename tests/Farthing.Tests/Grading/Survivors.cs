using System.Text;
using Xunit;

namespace Farthing.Tests.Grading;

/// <summary>Tests that run samples go one after another, so that a survivor is known for whose it is.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class SandboxRuns
{
    public const string Name = "sandbox";
}

/// <summary>Looks for what a run may not leave behind.</summary>
internal static class Survivors
{
    /// <summary>Command lines of sandboxed processes that this test process started and that still run.</summary>
    public static IReadOnlyList<string> Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
            .Select(CommandLine)
            .Where(line => line.Contains($"farthing-grading-{Environment.ProcessId}-", StringComparison.Ordinal)
                || (line.Contains("Farthing.Grader.CSharp.dll", StringComparison.Ordinal) && line.Contains(Path.GetDirectoryName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!, StringComparison.Ordinal))),
    ];

    /// <summary>Staging folders and cgroups of this test process.</summary>
    public static IReadOnlyList<string> Folders() =>
    [
        .. Directory.EnumerateDirectories(Path.GetTempPath(), $"farthing-grading-{Environment.ProcessId}-*"),
        .. Cgroups("/sys/fs/cgroup", depth: 4),
    ];

    private static IEnumerable<string> Cgroups(string folder, int depth) =>
        depth == 0 || !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder)
            .SelectMany(f => Path.GetFileName(f).StartsWith($"farthing-{Environment.ProcessId}-", StringComparison.Ordinal) ? [f] : Cgroups(f, depth - 1));

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"), Encoding.UTF8).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return ""; // it ended between the two looks
        }
    }
}
