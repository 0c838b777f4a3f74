using System.Text.Json;

namespace Farthing.Wire.Anthropic;

internal static class Errors
{
    public static WireError Read(int status, ReadOnlySpan<byte> body) => ErrorBody.Read(status, body, KindOf);

    /// <summary>An error event under HTTP 200: its type tells the status.</summary>
    public static WireError FromEvent(JsonElement e) => ErrorBody.Read(200, e, KindOf);

    public static byte[] Write(WireError error, string requestId) => JsonWrite.Bytes(w =>
    {
        w.WriteStartObject();
        w.WriteString("type", "error");
        Body(error, w);
        w.WriteString("request_id", requestId);
        w.WriteEndObject();
    });

    public static void Body(WireError error, Utf8JsonWriter w)
    {
        w.WriteStartObject("error");
        w.WriteString("type", TypeOf(error));
        w.WriteString("message", Message(error));
        w.WriteEndObject();
    }

    // Claude Code recognises an overflow by these words (wire.md §2).
    private static string Message(WireError error) =>
        error.Code == ErrorBody.ContextOverflow && !error.Message.Contains("prompt is too long", StringComparison.OrdinalIgnoreCase)
            ? "prompt is too long: " + error.Message
            : error.Message;

    private static string TypeOf(WireError error) => error.Kind switch
    {
        WireErrorKind.InvalidRequest => "invalid_request_error",
        WireErrorKind.Authentication => "authentication_error",
        WireErrorKind.Billing => "billing_error",
        WireErrorKind.Permission => "permission_error",
        WireErrorKind.NotFound or WireErrorKind.NoSuchPath => "not_found_error",
        WireErrorKind.TooLarge => "request_too_large",
        WireErrorKind.RateLimit or WireErrorKind.Budget => "rate_limit_error", // what the vendor sends with 429, a spend limit's too; 402 is billing_error's
        WireErrorKind.Timeout => "timeout_error",
        WireErrorKind.Overloaded or WireErrorKind.Unavailable => "overloaded_error",
        _ => "api_error",
    };

    private static WireErrorKind? KindOf(string? type, string? code) => type switch
    {
        "invalid_request_error" => WireErrorKind.InvalidRequest,
        "authentication_error" => WireErrorKind.Authentication,
        "billing_error" => WireErrorKind.Billing,
        "permission_error" => WireErrorKind.Permission,
        "not_found_error" => WireErrorKind.NotFound,
        "request_too_large" => WireErrorKind.TooLarge,
        "rate_limit_error" => WireErrorKind.RateLimit,
        "timeout_error" => WireErrorKind.Timeout,
        "overloaded_error" => WireErrorKind.Overloaded,
        "api_error" => WireErrorKind.Internal,
        _ => null,
    };
}
