using System.Text;
using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Recordings outside the index: bodies, streams, and streams stored as one event's JSON per line.</summary>
internal static class LooseFiles
{
    public static IEnumerable<Recording> Read(string folder)
    {
        var indexed = RecordedPairs.Files(folder);
        return Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(f => !indexed.Contains(Path.GetFullPath(f)) && Path.GetFileName(f) is not ("INDEX.jsonl" or "openapi-subset.json"))
            .SelectMany(f => File(Path.GetRelativePath(folder, f), System.IO.File.ReadAllText(f)));
    }

    private static IEnumerable<Recording> File(string name, string text) => Path.GetExtension(name) switch
    {
        ".json" => Json(name, JsonDocument.Parse(text).RootElement),
        ".jsonl" => Lines(name, text),
        ".sse" => Stream(name, text),
        ".txt" => text.StartsWith('{') ? Lines(name, text) : Stream(name, text),
        _ => [],
    };

    private static IEnumerable<Recording> Json(string name, JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array) return root.EnumerateArray().Where(IsPair).SelectMany((pair, i) => Snapshot($"{name}#{i}", pair));
        if (root.ValueKind != JsonValueKind.Object) return [];
        if (root.TryGetProperty("interactions", out var pairs))
            return pairs.EnumerateArray().Index()
                .Where(p => p.Item.GetProperty("request").GetProperty("method").GetString() == "POST")
                .Select(p => (p.Index, p.Item, Dialect: RecordedPairs.DialectAt(p.Item.GetProperty("request").GetProperty("uri").GetString()!)))
                .Where(p => p.Dialect is not null)
                .Select(p => RecordedPairs.Pair($"{name}#{p.Index}", p.Dialect!, p.Item));
        if (root.TryGetProperty("request_body", out var request)) return Example(name, request, root.GetProperty("response_json"));
        if (root.TryGetProperty("client_request", out var client) && root.TryGetProperty("client_endpoint", out var endpoint))
            return [new Recording(name, RecordedPairs.DialectAt("http://x" + endpoint.GetString())!, 200, client, null, null)];
        if (root.TryGetProperty("request", out var only) && root.TryGetProperty("messages", out _) is false && only.ValueKind == JsonValueKind.Object && Shape.OfRequest(only) is { } asked)
            return [new Recording(name, asked, 200, only, null, null)];
        if (Shape.OfReply(root) is { } dialect) return [new Recording(name, dialect, 200, default, root, null)];
        return Shape.OfRequest(root) is { } of ? [new Recording(name, of, 200, root, null, null)] : [];
    }

    private static bool IsPair(JsonElement e) => e.ValueKind == JsonValueKind.Object && e.TryGetProperty("request", out var r) && r.TryGetProperty("url", out _);

    /// <summary>A pair as the Anthropic SDK's tests keep it.</summary>
    private static IEnumerable<Recording> Snapshot(string name, JsonElement pair)
    {
        var (request, response) = (pair.GetProperty("request"), pair.GetProperty("response"));
        if (RecordedPairs.DialectAt(request.GetProperty("url").GetString()!) is not { } dialect) return [];
        var body = response.TryGetProperty("body", out var b) ? b : default;
        return [new Recording(name, dialect, response.TryGetProperty("status_code", out var s) ? s.GetInt32() : 200,
            request.GetProperty("body") is { ValueKind: JsonValueKind.Object } asked ? asked : default,
            body.ValueKind == JsonValueKind.Object ? body : null,
            body.ValueKind == JsonValueKind.String && body.GetString() is { } text && text.Contains("data:", StringComparison.Ordinal) ? text : null)];
    }

    private static IEnumerable<Recording> Example(string name, JsonElement request, JsonElement response)
    {
        var dialect = Path.GetFileName(name) switch
        {
            var n when n.StartsWith("post_chat_completions_", StringComparison.Ordinal) => Dialects.OpenAIChat,
            var n when n.StartsWith("post_completions_", StringComparison.Ordinal) => Dialects.OpenAICompletions,
            var n when n.StartsWith("post_responses__", StringComparison.Ordinal) => Dialects.OpenAIResponses,
            _ => null,
        };
        if (dialect is null || request.ValueKind != JsonValueKind.Object) return [];
        return [new Recording(name, dialect, 200, request, response.ValueKind == JsonValueKind.Object && Shape.OfReply(response) == dialect ? response : null, null)];
    }

    private static IEnumerable<Recording> Stream(string name, string text)
    {
        var first = text.Split('\n').Where(l => l.StartsWith("data:", StringComparison.Ordinal)).Select(l => Shape.OfLine(l[5..])).FirstOrDefault(d => d is not null);
        return first is null ? [] : [new Recording(name, first, 200, default, null, text)];
    }

    private static IEnumerable<Recording> Lines(string name, string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Select(Shape.OfLine).FirstOrDefault(d => d is not null) is not { } dialect) yield break;
        var (stream, n) = (new StringBuilder(), 0);
        foreach (var (i, line) in lines.Index())
        {
            var type = Shape.TypeOf(line);
            if (dialect.Framing == Framing.Lines) stream.Append(line).Append('\n');
            else stream.Append(dialect == Dialects.Anthropic || dialect == Dialects.OpenAIResponses ? $"event: {type}\n" : "").Append("data: ").Append(line).Append("\n\n");
            // Some files hold the streams of several turns.
            if (i + 1 < lines.Length && type != "message_stop" && Shape.TypeOf(lines[i + 1]) != "response.created") continue;
            if (dialect == Dialects.OpenAIChat || dialect == Dialects.OpenAICompletions) stream.Append("data: [DONE]\n\n");
            yield return new Recording(n++ == 0 ? name : $"{name}#{n}", dialect, 200, default, null, stream.ToString());
            stream.Clear();
        }
    }
}
