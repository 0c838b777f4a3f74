using System.Text.Json;
using Xunit;

namespace Farthing.Tests.Comparison;

/// <summary>The numeric oracles outside the repository; tests skip where they are absent.</summary>
internal static class OracleFile
{
    public const double Tolerance = 1e-6;

    public static JsonElement Read()
    {
        var path = Path.Combine(Folder(), "stat-oracles", "oracles.json");
        if (!File.Exists(path)) Assert.Skip("No stat-oracles/oracles.json: set FARTHING_EVALDATA to the folder that holds it.");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("FARTHING_EVALDATA") is { Length: > 0 } set) return set;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Farthing.slnx"))) return Path.Combine(folder.FullName, "..", "shared", "evaldata");
        return "";
    }
}
