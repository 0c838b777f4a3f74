using System.Text.Json;

namespace Farthing.Tests.Comparison;

/// <summary>The numeric oracles outside the repository; tests skip where they are absent.</summary>
internal static class OracleFile
{
    public const double Tolerance = 1e-6;

    public static JsonElement Read()
    {
        var path = EvaluationFiles.Path(Path.Combine("stat-oracles", "oracles.json"));
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }
}
