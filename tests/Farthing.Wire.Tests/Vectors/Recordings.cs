using System.Text;
using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>The recorded traffic beside the repository; tests over it are skipped where it is absent.</summary>
internal static class Recordings
{
    private static readonly Lazy<IReadOnlyList<Recording>> All = new(Load);

    public static IReadOnlyList<Recording> Of(Dialect dialect)
    {
        Assert.SkipWhen(Folder is null, "the recorded vectors are not here: set FARTHING_VECTORS");
        var api = dialect == Dialects.Anthropic ? "anthropic.messages" : "openai.chat";
        return [.. All.Value.Where(r => r.Api == api)];
    }

    public static IReadOnlyList<Recording> Streams(Dialect dialect) =>
        [.. Of(dialect).Where(r => r.StreamText is not null).Concat(Chunks(dialect))];

    public static string? Folder { get; } = Find();

    /// <summary>Streams stored as one event's JSON per line.</summary>
    private static IEnumerable<Recording> Chunks(Dialect dialect)
    {
        var anthropic = dialect == Dialects.Anthropic;
        string[] folders = anthropic
            ? ["anthropic"]
            : ["alibaba", "deepseek/chat", "groq", "mistral", "openai/chat", "openai-compatible/chat"];
        foreach (var folder in folders)
            foreach (var file in Directory.GetFiles(Path.Combine(Folder!, "vercel-ai", folder), "*.chunks.txt").Order())
            {
                var text = new StringBuilder();
                foreach (var line in File.ReadLines(file).Where(l => l.Length > 0))
                    text.Append(anthropic ? $"event: {JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()}\n" : "")
                        .Append("data: ").Append(line).Append("\n\n");
                if (!anthropic) text.Append("data: [DONE]\n\n");
                // Some files hold the streams of several turns.
                foreach (var stream in text.ToString().Split("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", StringSplitOptions.RemoveEmptyEntries))
                    yield return new Recording(Path.GetRelativePath(Folder!, file), "vercel", 200, default, null,
                        anthropic ? stream + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n" : stream);
            }
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FARTHING_VECTORS") is { Length: > 0 } set) return set;
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Farthing.slnx"))) at = at.Parent;
        var beside = at is null ? null : Path.Combine(at.FullName, "..", "shared", "vectors");
        return Directory.Exists(beside) ? beside : null;
    }

    private static List<Recording> Load()
    {
        var files = new Dictionary<string, JsonElement>();
        var all = new List<Recording>();
        foreach (var line in File.ReadLines(Path.Combine(Folder!, "INDEX.jsonl")))
        {
            var row = JsonDocument.Parse(line).RootElement;
            var api = row.GetProperty("api").GetString()!;
            if (api is not ("anthropic.messages" or "openai.chat")) continue;
            var file = row.GetProperty("file").GetString()!;
            if (!files.TryGetValue(file, out var root))
                files[file] = root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder!, file))).RootElement;
            var n = row.GetProperty("n").GetInt32();
            var pair = root.GetProperty("interactions")[n];
            var response = pair.GetProperty("response");
            var text = response.TryGetProperty("text", out var t) && t.ValueKind == JsonValueKind.String
                && t.GetString() is { } s && s.Contains("data:", StringComparison.Ordinal) ? s : null;
            all.Add(new Recording($"{file}#{n}", api, row.GetProperty("status").GetInt32(), pair.GetProperty("request").GetProperty("body"),
                response.TryGetProperty("json", out var json) && json.ValueKind == JsonValueKind.Object ? json : null, text));
        }
        return all;
    }
}

internal sealed record Recording(string Name, string Api, int Status, JsonElement Request, JsonElement? Reply, string? StreamText)
{
    public override string ToString() => Name;
}
