using System.Runtime.Versioning;
using Farthing.Grading.Sandboxing;

namespace Farthing.Grading.Languages;

/// <summary>
/// The language runtimes that work inside the sandbox, found by running them there. Those under a home folder (pyenv, nvm) are of no use:
/// the user that samples run as cannot read them.
/// </summary>
/// <param name="Python">Full path; null where there is none.</param>
/// <param name="Node">Full path; null where there is none.</param>
/// <param name="ModulesFolder">The folder that holds <c>lodash</c>; null where there is none or no task asks for it.</param>
/// <param name="DotNet">How the C# grader is started; null where it cannot be.</param>
/// <param name="Missing">What is missing (<c>python</c>, <c>javascript</c>, <c>csharp</c>, <c>lodash</c>), and how to get it.</param>
internal sealed record Runtimes(
    string? Python, string? Node, string? ModulesFolder, DotNetHost? DotNet, IReadOnlyDictionary<string, string> Missing)
{
    private static readonly string[] Folders = ["/usr/bin", "/usr/local/bin"];
    private static readonly Limits ProbeLimits = new(TimeSpan.FromSeconds(30));

    /// <summary>Looks for what these tasks need.</summary>
    /// <param name="notices">Told before lodash is fetched (stderr).</param>
    [SupportedOSPlatform("linux")]
    public static async Task<Runtimes> FindAsync(
        Sandbox sandbox, Staging staging, IEnumerable<SuiteTask> tasks, TextWriter notices, CancellationToken cancel = default)
    {
        var missing = new Dictionary<string, string>();
        var list = tasks.ToList();
        var languages = list.Select(t => t.Language).ToHashSet();
        var python = languages.Contains("python")
            ? await FirstWorkingAsync("python3", ["-I", "-c", "pass"])
            : null;
        if (languages.Contains("python") && python is null)
            missing["python"] = "no python3 under /usr works in the sandbox. Install it, such as with: sudo apt-get install python3";
        var node = languages.Contains("javascript") ? await FirstWorkingAsync("node", ["-e", "0"]) : null;
        if (languages.Contains("javascript") && node is null)
            missing["javascript"] = "no node under /usr works in the sandbox. Install it, such as with: sudo apt-get install nodejs";
        string? modules = null;
        if (node is not null && list.Any(NeedsLodash))
        {
            modules = await Lodash.FindAsync(notices, cancel) is { } found ? staging.Readable(found) : null;
            if (modules is null)
                missing["lodash"] = "the tests need lodash. Install it, such as with: sudo apt-get install node-lodash (or install npm, and it is fetched)";
        }
        DotNetHost? dotNet = null;
        if (languages.Contains("csharp"))
        {
            dotNet = DotNetHost.Find(staging, out var reason);
            if (dotNet is not null && await ExitCodeAsync(dotNet.Command("version")) != 0)
                (dotNet, reason) = (null, "the C# grader does not start in the sandbox. Build it again: dotnet build src/Farthing.Grader.CSharp -c Release");
            if (reason is not null)
                missing["csharp"] = reason;
        }
        return new Runtimes(python, node, modules, dotNet, missing);

        async Task<string?> FirstWorkingAsync(string name, string[] arguments)
        {
            foreach (var path in Folders.Select(f => Path.Combine(f, name)).Where(File.Exists))
            {
                if (await ExitCodeAsync(new SandboxCommand([path, .. arguments], [], new Dictionary<string, string>())) == 0)
                    return path;
            }
            return null;
        }

        async Task<int> ExitCodeAsync(SandboxCommand command) => (await sandbox.RunAsync(command, default, ProbeLimits, cancel)).ExitCode;
    }

    /// <summary>Why this task cannot be graded here; null when it can.</summary>
    public string? WhyNot(SuiteTask task) =>
        Missing.GetValueOrDefault(task.Language) ?? (NeedsLodash(task) ? Missing.GetValueOrDefault("lodash") : null);

    private static bool NeedsLodash(SuiteTask task) => task.Language == "javascript" && task.Test.Contains("lodash", StringComparison.Ordinal);
}
