using System.Text.Json;

namespace Farthing.Wire.Ollama;

internal static class Digest
{
    public static ReplyDigest Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref json);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or WireException)
        {
            return ReplyDigest.Empty;
        }
    }

    /// <summary>Of a document that is done; one that is not says only which model speaks.</summary>
    public static ReplyDigest Read(JsonElement e)
    {
        if (e.Field("done") is not { ValueKind: JsonValueKind.True }) return ReplyDigest.Empty with { Model = e.Find("model", "") };
        var calls = (e.Field("message") ?? e).Field("tool_calls") is { ValueKind: JsonValueKind.Array } found && found.GetArrayLength() > 0;
        return new ReplyDigest(null, e.Find("model", ""), Counts.Stop(e.Find("done_reason", ""), calls), Counts.Read(e));
    }
}
