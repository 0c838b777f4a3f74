using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

internal static class Errors
{
    public static WireError Read(int status, ReadOnlySpan<byte> body) => ErrorBody.Read(status, body, KindOf);

    /// <summary>An error under HTTP 200: its type or code tells the status.</summary>
    public static WireError FromEvent(JsonElement e) => ErrorBody.Read(200, e, KindOf);

    /// <summary>OpenAI's clients retry 503 but not Anthropic's 529.</summary>
    public static int Status(WireError error) => error.Status == 529 ? 503 : error.Status;

    public static byte[] Write(WireError error) => JsonWrite.Bytes(w =>
    {
        w.WriteStartObject();
        w.WriteStartObject("error");
        w.WriteString("message", error.Message);
        w.WriteString("type", TypeOf(error.Kind));
        w.WriteString("param", error.Field);
        w.WriteString("code", Code(error));
        w.WriteEndObject();
        w.WriteEndObject();
    });

    /// <summary>Some providers give a status as the code; OpenAI's clients look for its own words, and a number is none of them.</summary>
    public static string? Code(WireError error) => error.Code is { } code && !int.TryParse(code, out _) ? code : CodeOf(error.Kind);

    private static string TypeOf(WireErrorKind kind) => kind switch
    {
        WireErrorKind.RateLimit => "rate_limit_error",
        WireErrorKind.Billing or WireErrorKind.Budget => "insufficient_quota",
        WireErrorKind.Permission => "permission_error",
        WireErrorKind.Internal or WireErrorKind.Timeout or WireErrorKind.Overloaded or WireErrorKind.Unavailable => "server_error",
        _ => "invalid_request_error",
    };

    private static string? CodeOf(WireErrorKind kind) => kind switch
    {
        WireErrorKind.Authentication => "invalid_api_key",
        WireErrorKind.Billing or WireErrorKind.Budget => "insufficient_quota",
        WireErrorKind.NotFound => "model_not_found",
        WireErrorKind.RateLimit => "rate_limit_exceeded",
        WireErrorKind.TooLarge => "request_too_large",
        WireErrorKind.Internal or WireErrorKind.Timeout or WireErrorKind.Overloaded or WireErrorKind.Unavailable => "server_error",
        _ => null,
    };

    private static WireErrorKind? KindOf(string? type, string? code) => (type, code) switch
    {
        (_, "invalid_api_key") => WireErrorKind.Authentication,
        ("insufficient_quota", _) or (_, "insufficient_quota") => WireErrorKind.Billing,
        (_, "model_not_found") => WireErrorKind.NotFound,
        (_, "rate_limit_exceeded") or ("rate_limit_error" or "tokens" or "requests", _) => WireErrorKind.RateLimit,
        ("permission_error", _) => WireErrorKind.Permission,
        ("invalid_request_error", _) => WireErrorKind.InvalidRequest,
        ("server_error", _) or (_, "server_error") => WireErrorKind.Internal,
        _ => null,
    };
}
