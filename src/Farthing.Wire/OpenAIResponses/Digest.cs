using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

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

    public static ReplyDigest Read(JsonElement response) => new(
        response.Find("id", ""), response.Find("model", ""), Stop(response), UsageReader.Read(response));

    private static StopReason? Stop(JsonElement response)
    {
        var status = response.Find("status", "");
        if (status is not ("completed" or "incomplete")) return null;
        var (calls, refused) = (false, false);
        if (response.Field("output") is { ValueKind: JsonValueKind.Array } output)
            foreach (var item in output.EnumerateArray())
            {
                var type = item.Field("type");
                calls |= type.Is("function_call") || type.Is("custom_tool_call");
                refused |= item.Field("content") is { ValueKind: JsonValueKind.Array } parts && parts.EnumerateArray().Any(p => p.Field("type").Is("refusal"));
            }
        return Statuses.Read(status, Statuses.Incomplete(response), calls, refused);
    }
}
