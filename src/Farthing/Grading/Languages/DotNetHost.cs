using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Farthing.Grading.Sandboxing;

namespace Farthing.Grading.Languages;

/// <summary>The .NET runtime and the C# grader, as seen inside the sandbox.</summary>
internal sealed record DotNetHost(string Root, string GraderFolder)
{
    private const string GraderFile = "Farthing.Grader.CSharp.dll";
    private const string FrameworkPath = "shared/Microsoft.NETCore.App";

    /// <summary>Short-lived processes: compile quickly rather than well, no second view of code pages, no diagnostics socket, few threads.</summary>
    private static readonly Dictionary<string, string> Tuning = new()
    {
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_PROCESSOR_COUNT"] = "2",
        ["DOTNET_NOLOGO"] = "1",
    };

    /// <summary>The grader in a mode of its: <c>version</c>, <c>compile</c> or <c>run</c>.</summary>
    public SandboxCommand Command(string mode) =>
        new([Path.Combine(Root, "dotnet"), Path.Combine(GraderFolder, GraderFile), mode], [Root, GraderFolder], Tuning);

    /// <param name="reason">Why there is none and how to mend it; null when found.</param>
    [SupportedOSPlatform("linux")]
    public static DotNetHost? Find(Staging staging, out string? reason)
    {
        reason = null;
        if (GraderFolders().FirstOrDefault(f => File.Exists(Path.Combine(f, GraderFile))) is not { } grader)
            reason = $"{GraderFile} was not found. Build it (dotnet build src/Farthing.Grader.CSharp -c Release), or name it in FARTHING_GRADER_CSHARP.";
        else if (Roots().FirstOrDefault(r => Framework(r) is not null) is not { } root)
            reason = "no .NET 10 runtime was found. Install it, such as with: sudo apt-get install dotnet-runtime-10.0, or set DOTNET_ROOT.";
        else
            return new DotNetHost(Readable(root, staging), staging.Readable(grader));
        return null;
    }

    private static IEnumerable<string> GraderFolders()
    {
        if (Environment.GetEnvironmentVariable("FARTHING_GRADER_CSHARP") is { Length: > 0 } named)
            return [Directory.Exists(named) ? named : Path.GetDirectoryName(Path.GetFullPath(named))!];
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var built = Path.Combine(here, "..", "..", "Farthing.Grader.CSharp"); // artifacts/bin/<project>/<configuration>
        return new[] { Path.Combine(here, "grader"), Path.Combine(built, Path.GetFileName(here)), Path.Combine(built, "release"), Path.Combine(built, "debug") }
            .Select(Path.GetFullPath);
    }

    /// <summary>Where a .NET may be: the one that runs us, the one named, the usual places, the one on the PATH.</summary>
    private static IEnumerable<string> Roots() =>
        new[] { Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")), Environment.GetEnvironmentVariable("DOTNET_ROOT"), "/usr/share/dotnet", "/usr/lib/dotnet" }
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
                .Select(f => new FileInfo(Path.Combine(f, "dotnet")))
                .Where(f => f.Exists)
                .Select(f => (f.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? f).DirectoryName))
            .OfType<string>()
            .Where(r => r.Length > 0);

    /// <summary>The newest .NET 10 framework folder of a .NET; null where it has none.</summary>
    private static string? Framework(string root) =>
        File.Exists(Path.Combine(root, "dotnet")) && Directory.Exists(Path.Combine(root, FrameworkPath))
            ? Directory.EnumerateDirectories(Path.Combine(root, FrameworkPath), "10.*").MaxBy(f => Version.TryParse(Path.GetFileName(f), out var v) ? v : new Version())
            : null;

    /// <summary>The .NET itself where everybody may read it; otherwise a copy of the runtime, without the SDK.</summary>
    [SupportedOSPlatform("linux")]
    private static string Readable(string root, Staging staging) =>
        Staging.IsReadableByAll(root)
            ? root
            : staging.Copy(root, ["dotnet", "host", $"{FrameworkPath}/{Path.GetFileName(Framework(root)!)}"]);
}
