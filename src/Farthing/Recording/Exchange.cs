using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Farthing.Recording;

/// <summary>One call and its answer. Of the headers only those that say how to read the bodies are kept: no key, no account, no request id.</summary>
internal sealed class Exchange(string api, DateTimeOffset began, HttpRequestMessage request, byte[] asked)
{
    /// <summary>Of a longer answer the rest is left out, and the exchange is not whole.</summary>
    private const int MostAnswerBytes = 16 * 1024 * 1024;

    private static readonly string[] s_headers = ["content-type", "anthropic-version", "anthropic-beta", "openai-beta"];

    private static readonly string[] s_keys = ["authorization", "x-api-key"];

    private readonly ArrayBufferWriter<byte> _answer = new();
    private readonly string _method = request.Method.Method;
    private readonly Uri _uri = request.RequestUri!;
    private readonly string[] _keys = [.. request.Headers.NonValidated.Where(h => s_keys.Contains(h.Key, StringComparer.OrdinalIgnoreCase)).Select(h => h.Value.ToString().Replace("Bearer ", "", StringComparison.Ordinal)).Where(k => k.Length >= 8)];
    private readonly (string Name, string Value)[] _asked = Kept(request.Headers, request.Content!.Headers);
    private (string Name, string Value)[] _answered = [];
    private int _status;
    private bool _simulated;
    private bool _ended;
    private bool _cut;

    public DateTimeOffset Began => began;

    /// <summary>Whether the answer was read to its end.</summary>
    public bool IsWhole => _ended && !_cut;

    public void Answered(HttpResponseMessage response)
    {
        (_status, _answered) = ((int)response.StatusCode, Kept(response.Headers, response.Content.Headers));
        _simulated = response.Headers.NonValidated.Contains("x-farthing-simulated");
    }

    public void Received(ReadOnlySpan<byte> bytes, bool ended)
    {
        _ended |= ended;
        _cut |= _answer.WrittenCount + bytes.Length > MostAnswerBytes;
        if (!_cut) _answer.Write(bytes);
    }

    /// <summary>The recording: one interaction, in the form that vector tests read. Some servers say the key that they refuse; it is not kept.</summary>
    public byte[] File()
    {
        var whole = Whole();
        return Array.TrueForAll(_keys, key => whole.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key)) < 0) ? whole
            : Encoding.UTF8.GetBytes(_keys.Aggregate(Encoding.UTF8.GetString(whole), (text, key) => text.Replace(key, RecordedJson.Redacted, StringComparison.Ordinal)));
    }

    private byte[] Whole() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("source", $"farthing serve --record, {began:yyyy-MM-dd}");
        json.WriteStartArray("interactions");
        json.WriteStartObject();
        json.WriteStartObject("request");
        json.WriteString("method", _method);
        json.WriteString("uri", _uri.AbsoluteUri);
        Headers(json, _asked);
        json.WritePropertyName("body");
        if (Parsed(asked) is { } body) RecordedJson.Write(json, body);
        else json.WriteStringValue(Encoding.UTF8.GetString(asked));
        json.WriteEndObject();
        json.WriteStartObject("response");
        json.WriteNumber("status", _status);
        Headers(json, _answered);
        var reply = Parsed(_answer.WrittenMemory);
        json.WritePropertyName("json");
        if (reply is { } object_) RecordedJson.Write(json, object_);
        else json.WriteNullValue();
        if (reply is not null) json.WriteNull("text");
        else json.WriteString("text", Encoding.UTF8.GetString(_answer.WrittenSpan));
        if (!IsWhole) json.WriteBoolean("cut", true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>The row of the index.</summary>
    public byte[] Row(string file) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("file", file);
        json.WriteNumber("n", 0);
        json.WriteString("api", api);
        json.WriteString("host", _uri.Host);
        json.WriteString("model", Model());
        json.WriteNumber("status", _status);
        json.WriteStartArray("tags");
        if (_status >= 400) json.WriteStringValue("error");
        if (_answered.Any(h => h.Name == "content-type" && (h.Value.Contains("event-stream", StringComparison.Ordinal) || h.Value.Contains("ndjson", StringComparison.Ordinal)))) json.WriteStringValue("stream");
        if (_simulated) json.WriteStringValue("simulated");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static (string, string)[] Kept(params HttpHeaders[] headers) =>
        [.. headers.SelectMany(h => h.NonValidated).Where(h => s_headers.Contains(h.Key, StringComparer.OrdinalIgnoreCase)).Select(h => (h.Key.ToLowerInvariant(), h.Value.ToString()))];

    private static void Headers(Utf8JsonWriter json, (string Name, string Value)[] headers)
    {
        json.WriteStartObject("headers");
        foreach (var (name, value) in headers) json.WriteString(name, value);
        json.WriteEndObject();
    }

    /// <summary>Null for what is no JSON object.</summary>
    private static JsonElement? Parsed(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span)) return null;
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 512 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string? Model() =>
        Parsed(asked) is { } body && body.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String ? model.GetString() : null;
}
