using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Farthing.Wire;

/// <summary>Reads error bodies of every shape met: <c>{"error":{…}}</c>, <c>{"error":"text"}</c>, <c>{"message":…}</c>, plain text, HTML.</summary>
internal static class ErrorBody
{
    /// <summary>OpenAI's code for a prompt that does not fit; Codex knows it.</summary>
    public const string ContextOverflow = "context_length_exceeded";

    private const int Quoted = 2000;

    /// <summary>How servers say that a prompt does not fit: Anthropic, OpenAI and vLLM, llama.cpp, LM Studio, Bedrock, Ollama.</summary>
    private static readonly string[] Overflows =
    [
        "prompt is too long", "exceed context limit", "maximum context length", "exceeds the context window", "exceeds the available context size",
        "greater than the context length", "input is too long", "input length exceeds", "context length exceeded",
    ];

    /// <param name="kind">The dialect's own type and code as a kind, null where it does not know them.</param>
    public static WireError Read(int status, ReadOnlySpan<byte> body, Func<string?, string?, WireErrorKind?> kind)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref json);
            return Read(status, document.RootElement, kind);
        }
        catch (Exception e) when (e is JsonException or WireException) // the latter: a field's name that is not Unicode
        {
            return Plain(status, Encoding.UTF8.GetString(body));
        }
    }

    public static WireError Read(int status, JsonElement body, Func<string?, string?, WireErrorKind?> kind)
    {
        if (body is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0) body = list[0];
        var error = body.Field("error") is { } inner ? inner : body;
        var message = Text(error, "message") ?? Text(error, "detail")
            ?? (error.ValueKind == JsonValueKind.String ? Text(body, "error") ?? Whole(error) : null);
        if (message is null) return Plain(status, Whole(body));
        var code = Text(error, "code");
        var known = kind(Text(error, "type"), code);
        var real = status >= 400 ? status : Told(Text(error, "status")) ?? Told(code) ?? Status(known ?? WireErrorKind.Internal);
        if (real != 429 && Overflows.Any(o => message.Contains(o, StringComparison.OrdinalIgnoreCase))) code = ContextOverflow;
        // OpenAI's type says "invalid request" of every fault of the caller's, a missing key or an unknown path too: the status knows better.
        return new WireError(real, known is null or WireErrorKind.InvalidRequest ? Kind(real) : known.Value, message, Text(error, "param"), code);
    }

    private static WireError Plain(int status, string text)
    {
        var real = status >= 400 ? status : 502;
        text = text.Trim();
        if (text.Length > Quoted) text = text[..Quoted] + "…";
        return new WireError(real, Kind(real), text.Length > 0 ? text : $"The provider answered {status} without a word.");
    }

    private static string Whole(JsonElement e) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(e));

    private static string? Text(JsonElement e, string name)
    {
        if (e.Field(name) is not { } found) return null;
        if (found.ValueKind == JsonValueKind.Number) return found.GetRawText();
        if (found.ValueKind != JsonValueKind.String) return null;
        try
        {
            return found.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException) // not Unicode: quoted as it came
        {
            return Whole(found);
        }
    }

    /// <summary>The status that an error under status 200 tells of itself (Azure, OpenRouter).</summary>
    private static int? Told(string? text) => int.TryParse(text, out var number) && number is >= 400 and < 600 ? number : null;

    private static int Status(WireErrorKind kind) => kind switch
    {
        WireErrorKind.InvalidRequest => 400,
        WireErrorKind.Authentication => 401,
        WireErrorKind.Billing or WireErrorKind.Budget => 402,
        WireErrorKind.Permission => 403,
        WireErrorKind.NotFound => 404,
        WireErrorKind.TooLarge => 413,
        WireErrorKind.RateLimit => 429,
        WireErrorKind.Unavailable => 503,
        WireErrorKind.Timeout => 504,
        WireErrorKind.Overloaded => 529,
        _ => 502,
    };

    private static WireErrorKind Kind(int status) => status switch
    {
        401 => WireErrorKind.Authentication,
        402 => WireErrorKind.Billing,
        403 => WireErrorKind.Permission,
        404 => WireErrorKind.NotFound,
        413 => WireErrorKind.TooLarge,
        429 => WireErrorKind.RateLimit,
        408 or 504 => WireErrorKind.Timeout,
        503 => WireErrorKind.Unavailable,
        529 => WireErrorKind.Overloaded,
        >= 500 => WireErrorKind.Internal,
        _ => WireErrorKind.InvalidRequest,
    };
}
