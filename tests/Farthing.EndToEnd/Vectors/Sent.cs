using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farthing.EndToEnd.Vectors;

/// <summary>A recorded request as it is sent again, and as the provider should get it.</summary>
internal static class Sent
{
    private static readonly string[] s_headers = ["anthropic-version", "anthropic-beta"];

    /// <summary>The body with another model in the recorded one's place, every other byte as it was.</summary>
    public static byte[] Body(Recording recording, string model)
    {
        var body = Encoding.UTF8.GetBytes(recording.Request!);
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isModel = json.ValueTextEquals("model"u8);
            json.Read();
            var start = (int)json.TokenStartIndex;
            json.Skip();
            if (isModel) return [.. body[..start], .. Encoding.UTF8.GetBytes($"\"{model}\""), .. body[(int)json.BytesConsumed..]];
        }
        // Azure has the model in its address.
        return [.. "{"u8, .. Encoding.UTF8.GetBytes($"\"model\":\"{model}\","), .. body.AsSpan(body.IndexOf((byte)'{') + 1)];
    }

    public static HttpRequestMessage Request(string path, Recording recording, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var name in s_headers)
            if (recording.RequestHeaders.TryGetValue(name, out var value)) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>
    /// Null where the provider got the caller's bytes with the documented edits alone: the model without its prefix, and
    /// <c>stream_options.include_usage</c> on OpenAI streams.
    /// </summary>
    public static string? Difference(Recording recording, Play play)
    {
        var expected = Encoding.UTF8.GetString(Body(recording, play.Model));
        if (AsksUsage(recording) is false)
        {
            var (edited, got) = (JsonNode.Parse(expected)!, JsonNode.Parse(play.Body!)!);
            ((JsonObject)(edited["stream_options"] ??= new JsonObject()))["include_usage"] = true;
            if (!JsonNode.DeepEquals(edited, got)) return $"the provider got {play.Body}\nin place of {edited}";
        }
        else if (expected != play.Body)
        {
            return $"the provider got {play.Body}\nin place of {expected}";
        }
        return s_headers.Where(recording.RequestHeaders.ContainsKey).FirstOrDefault(h => recording.RequestHeaders[h] != play.Headers.GetValueOrDefault(h)) is { } lost
            ? $"the header {lost} reached the provider as '{play.Headers.GetValueOrDefault(lost)}'"
            : play.Headers.Values.Any(v => v.Contains("sk-farthing", StringComparison.Ordinal)) ? "the gateway's own key reached the provider" : null;
    }

    /// <summary>Whether a stream of a family that sends usage only on request asks for it; null elsewhere.</summary>
    public static bool? AsksUsage(Recording recording)
    {
        if (recording.Family != Family.Chat && recording.Family != Family.Completions) return null;
        var body = Raw.Json.Parse(recording.Request!);
        if (Raw.Json.In(body, "stream") is not { ValueKind: JsonValueKind.True }) return null;
        return Raw.Json.In(body, "stream_options") is { } options && Raw.Json.In(options, "include_usage") is { ValueKind: JsonValueKind.True };
    }
}
