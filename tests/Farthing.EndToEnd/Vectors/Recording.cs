using System.Text.Json;

namespace Farthing.EndToEnd.Vectors;

/// <summary>One recorded exchange.</summary>
/// <param name="Request">The body that was sent; null where the recorded call had none (a stored response that was fetched).</param>
/// <param name="Reply">The body that came back, as text.</param>
internal sealed record Recording(
    string Name, Family Family, string? Request, IReadOnlyDictionary<string, string> RequestHeaders,
    int Status, IReadOnlyDictionary<string, string> ReplyHeaders, string Reply, bool IsStream)
{
    /// <summary>The stream up to the end of each of its events, the last left out: everything that a provider can leave behind when it breaks off.</summary>
    public IReadOnlyList<int> Cuts { get; } = IsStream ? CutsOf(Reply, Family.Lines) : [];

    public override string ToString() => Name;

    private static List<int> CutsOf(string stream, bool lines)
    {
        var cuts = new List<int>();
        var (event_, line) = (false, 0);
        for (var at = 0; at < stream.Length; at++)
        {
            if (stream[at] != '\n') continue;
            var blank = stream.AsSpan(line, at - line).Trim().IsEmpty;
            if (lines ? !blank : blank && event_) cuts.Add(at + 1);
            event_ = !blank;
            line = at + 1;
        }
        while (cuts.Count > 0 && string.IsNullOrWhiteSpace(stream[cuts[^1]..])) cuts.RemoveAt(cuts.Count - 1);
        return cuts;
    }
}

/// <summary>The recorded traffic of a folder like <c>../shared/vectors</c>.</summary>
internal static class Recordings
{
    private static readonly Lazy<IReadOnlyList<Recording>> s_all = new(Load);

    /// <summary>Skips the running test where there are none.</summary>
    public static IReadOnlyList<Recording> All
    {
        get
        {
            Xunit.Assert.SkipWhen(Folder is null, "the recorded vectors are not here: set FARTHING_VECTORS");
            return s_all.Value;
        }
    }

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("FARTHING_VECTORS") is { Length: > 0 } set ? set
        : Path.Combine(Processes.Repository.Root, "..", "shared", "vectors") is var beside && Directory.Exists(beside) ? beside : null;

    private static List<Recording> Load()
    {
        var files = new Dictionary<string, JsonElement>();
        var all = new List<Recording>();
        foreach (var line in File.ReadLines(Path.Combine(Folder!, "INDEX.jsonl")).Where(l => l.Length > 0))
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            var file = row.GetProperty("file").GetString()!;
            var n = row.GetProperty("n").GetInt32();
            if (!files.TryGetValue(file, out var root)) files[file] = root = Parse(file);
            var pair = root.GetProperty("interactions")[n];
            if (FamilyOf(row.GetProperty("api").GetString()!, pair.GetProperty("request")) is { } family) all.Add(Read($"{file}#{n}", family, pair));
        }
        return all;
    }

    private static JsonElement Parse(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder!, file)), new JsonDocumentOptions { MaxDepth = 256 });
        return document.RootElement.Clone();
    }

    /// <summary>Null for a call of another kind.</summary>
    private static Family? FamilyOf(string api, JsonElement request)
    {
        var path = new Uri(request.GetProperty("uri").GetString()!).AbsolutePath;
        return Family.Speaking.FirstOrDefault(f => f.Api == api)
            ?? Family.Passing.FirstOrDefault(f => f.Api == api && (f.Path == path || f.Provider != "ollama"
                && !Family.Passing.Any(p => p.Provider == "ollama" && p.Path == path)));
    }

    private static Recording Read(string name, Family family, JsonElement pair)
    {
        var (request, response) = (pair.GetProperty("request"), pair.GetProperty("response"));
        var body = request.GetProperty("body");
        var text = response.TryGetProperty("text", out var t) && t.ValueKind == JsonValueKind.String ? t.GetString() : null;
        var json = response.TryGetProperty("json", out var j) && j.ValueKind != JsonValueKind.Null ? j.GetRawText() : null;
        return new Recording(name, family, body.ValueKind == JsonValueKind.Object ? body.GetRawText() : null, Headers(request),
            response.GetProperty("status").GetInt32(), Headers(response), json ?? text ?? "", IsStream: json is null && text is not null && IsStream(response));
    }

    private static bool IsStream(JsonElement response) =>
        Headers(response).GetValueOrDefault("content-type") is { } type && (type.Contains("event-stream", StringComparison.Ordinal) || type.Contains("ndjson", StringComparison.Ordinal))
        || response.GetProperty("text").GetString()!.Contains("data:", StringComparison.Ordinal);

    private static Dictionary<string, string> Headers(JsonElement side) => side.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object
        ? headers.EnumerateObject().GroupBy(h => h.Name.ToLowerInvariant()).ToDictionary(h => h.Key, h => Text(h.First().Value))
        : [];

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };
}
