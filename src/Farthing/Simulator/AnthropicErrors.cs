using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Errors in Anthropic's shape: <c>{"type":"error","error":{"type","message"},"request_id"}</c>.</summary>
internal static class AnthropicErrors
{
    public static byte[] Body(VendorException error, string requestId) =>
        JsonText.Of(json => Write(json, error.Type ?? TypeOf(error.Status), error.Message, requestId));

    /// <summary>The event that ends a stream under status 200.</summary>
    public static byte[] Event(string requestId) => [.. "event: error\ndata: "u8, .. Overloaded(requestId), .. "\n\n"u8];

    public static byte[] Overloaded(string requestId) => Body(new VendorException(529, "Overloaded (simulated)"), requestId);

    public static VendorException Invalid(string message) => new(400, message, "invalid_request_error");

    private static void Write(Utf8JsonWriter json, string type, string message, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", type);
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteString("request_id", requestId);
        json.WriteEndObject();
    }

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        529 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
