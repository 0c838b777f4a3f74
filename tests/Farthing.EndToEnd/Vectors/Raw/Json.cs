using System.Text.Json;

namespace Farthing.EndToEnd.Vectors.Raw;

/// <summary>Reads recorded JSON without asking questions: what is not there, or is null or of another kind, is absent.</summary>
internal static class Json
{
    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 256 });
        return document.RootElement.Clone();
    }

    public static JsonElement? In(this JsonElement e, string name) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    public static string? Text(this JsonElement e, string name) => e.In(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long? Count(this JsonElement e, string name) => e.In(name) is { ValueKind: JsonValueKind.Number } n && n.TryGetInt64(out var count) ? count : null;

    public static IEnumerable<JsonElement> Each(this JsonElement e, string name) => e.In(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A string as it is, anything else as its JSON.</summary>
    public static string? Any(this JsonElement e, string name) => e.In(name) is { } found ? found.ValueKind == JsonValueKind.String ? found.GetString() : found.GetRawText() : null;

    /// <summary>The events of a stream: the JSON of each, as text.</summary>
    public static IEnumerable<string> Events(string stream, bool lines)
    {
        var data = new List<string>();
        foreach (var line in stream.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            if (lines)
            {
                if (line.Trim().Length > 0) yield return line;
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data.Add(line["data:".Length..].TrimStart());
            }
            else if (line.Length == 0 && data.Count > 0)
            {
                yield return string.Join('\n', data);
                data.Clear();
            }
        }
    }
}
