using Farthing.Wire;

namespace Farthing.Tests.Fuzz.Inputs;

/// <summary>What the mutations start from: the fixtures of the translation tests, which hold every dialect's requests, answers and streams.</summary>
internal static class Corpus
{
    /// <summary>Requests by dialect.</summary>
    public static IReadOnlyDictionary<string, string[]> Requests { get; } = Read("*.request.json");

    /// <summary>Whole answers by dialect.</summary>
    public static IReadOnlyDictionary<string, string[]> Replies { get; } = Read("*.reply.json");

    /// <summary>Streams by dialect, each as its events: the event line and the data.</summary>
    public static IReadOnlyDictionary<string, (string Type, string Data)[][]> Streams { get; } =
        Read("*.stream.*").ToDictionary(s => s.Key, s => s.Value.Select(text => Events(text, Dialects.Find(s.Key)!.Framing)).ToArray());

    /// <summary>The events of a stream that is written as our fixtures are.</summary>
    public static (string Type, string Data)[] Events(string stream, Framing framing) => framing == Framing.Lines
        ? [.. stream.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => ("", line))]
        : [.. stream.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(One).Where(e => e.Data.Length > 0)];

    private static (string Type, string Data) One(string text)
    {
        var lines = text.Split('\n');
        return (Field(lines, "event:"), Field(lines, "data:"));
    }

    private static string Field(string[] lines, string name) => string.Join('\n', lines.Where(l => l.StartsWith(name, StringComparison.Ordinal)).Select(l => l[name.Length..].TrimStart(' ')));

    private static Dictionary<string, string[]> Read(string pattern)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Farthing.Wire.Tests", "fixtures");
        var found = new Dictionary<string, string[]>();
        foreach (var dialect in Dialects.All)
        {
            var files = Directory.GetFiles(Path.Combine(folder, dialect.Name), pattern, SearchOption.AllDirectories).Where(f => !f.Contains(".expected.", StringComparison.Ordinal));
            // A dialect that no fixture is read from is read as its own: what others were translated into it.
            var written = Directory.GetFiles(folder, pattern.Replace(".*", ".expected.*", StringComparison.Ordinal), SearchOption.AllDirectories)
                .Where(f => pattern.Contains("stream", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(f)) == dialect.Name);
            found[dialect.Name] = [.. files.Concat(written).Order(StringComparer.Ordinal).Select(File.ReadAllText).Distinct()];
        }

        found["ollama-generate"] = found["ollama-generate"] is { Length: > 0 } own ? own : [.. Missing(pattern)];
        return found;
    }

    private static IEnumerable<string> Missing(string pattern) => pattern switch
    {
        "*.reply.json" => ["""{"model":"m","created_at":"2026-11-01T10:00:00Z","response":"Hi","done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":4}"""],
        _ => [],
    };
}
