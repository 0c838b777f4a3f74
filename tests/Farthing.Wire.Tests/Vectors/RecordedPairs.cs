using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>The pairs of request and answer that INDEX.jsonl lists.</summary>
internal static class RecordedPairs
{
    public static IEnumerable<Recording> Read(string folder)
    {
        var files = new Dictionary<string, JsonElement>();
        foreach (var row in Rows(folder))
        {
            var file = row.GetProperty("file").GetString()!;
            var path = Path.Combine(folder, file);
            if (!File.Exists(path)) continue;
            if (!files.TryGetValue(file, out var root)) files[file] = root = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
            var n = row.GetProperty("n").GetInt32();
            var pair = root.GetProperty("interactions")[n];
            if (DialectOf(row.GetProperty("api").GetString()!) is { } dialect) yield return Pair($"{file}#{n}", dialect, pair);
            else if (row.GetProperty("api").GetString() == "embeddings") yield return Pair($"{file}#{n}", EmbeddingsAt(pair.GetProperty("request").GetProperty("uri").GetString()!), pair);
        }
    }

    /// <summary>The files that the index speaks of.</summary>
    public static HashSet<string> Files(string folder) => [.. Rows(folder).Select(r => Path.GetFullPath(Path.Combine(folder, r.GetProperty("file").GetString()!)))];

    public static Recording Pair(string name, Dialect dialect, JsonElement pair)
    {
        var response = pair.GetProperty("response");
        var text = Field(response, "text") is { ValueKind: JsonValueKind.String } t ? t.GetString() : null;
        var isStream = text is not null && (dialect.Framing == Framing.Lines ? text.StartsWith('{') : text.Contains("data:", StringComparison.Ordinal));
        return new Recording(name, dialect, Field(response, "status")?.GetInt32() ?? 200,
            Field(pair.GetProperty("request"), "body") is { ValueKind: JsonValueKind.Object } body ? body : default,
            Field(response, "json") is { ValueKind: JsonValueKind.Object } json ? json : null, isStream ? text : null);
    }

    /// <summary>The dialect of a call to this address; null for what Farthing does not translate.</summary>
    public static Dialect? DialectAt(string uri) => new Uri(uri).AbsolutePath switch
    {
        var p when p.EndsWith("/messages", StringComparison.Ordinal) => Dialects.Anthropic,
        var p when p.EndsWith("/chat/completions", StringComparison.Ordinal) => Dialects.OpenAIChat,
        var p when p.EndsWith("/completions", StringComparison.Ordinal) => Dialects.OpenAICompletions,
        var p when p.EndsWith("/responses", StringComparison.Ordinal) => Dialects.OpenAIResponses,
        var p when p.EndsWith("/api/chat", StringComparison.Ordinal) => Dialects.Ollama,
        var p when p.EndsWith("/api/generate", StringComparison.Ordinal) => Dialects.OllamaGenerate,
        _ => null,
    };

    /// <summary>These only pass, so the tests of translations leave them out.</summary>
    private static Dialect EmbeddingsAt(string uri) => new Uri(uri).AbsolutePath switch
    {
        "/api/embed" => Dialects.OllamaEmbed,
        "/api/embeddings" => Dialects.OllamaEmbeddings,
        _ => Dialects.OpenAIEmbeddings,
    };

    private static Dialect? DialectOf(string api) => api switch
    {
        "anthropic.messages" => Dialects.Anthropic,
        "openai.chat" => Dialects.OpenAIChat,
        "openai.responses" => Dialects.OpenAIResponses,
        "openai.completions" => Dialects.OpenAICompletions,
        "ollama.chat" => Dialects.Ollama,
        "ollama.generate" => Dialects.OllamaGenerate,
        _ => null,
    };

    private static IEnumerable<JsonElement> Rows(string folder) => Path.Combine(folder, "INDEX.jsonl") is var index && File.Exists(index)
        ? File.ReadLines(index).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement)
        : [];

    private static JsonElement? Field(JsonElement e, string name) => e.TryGetProperty(name, out var found) ? found : null;
}
