namespace Farthing.Simulator;

/// <summary>Errors in OpenAI's shape: <c>{"error":{"message","type","param","code"}}</c>.</summary>
internal static class OpenAIErrors
{
    public static byte[] Body(VendorException error) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", error.Type ?? "invalid_request_error");
        json.WriteString("param", error.Param);
        json.WriteString("code", error.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The event that ends a stream under status 200; no <c>[DONE]</c> follows.</summary>
    public static byte[] Event() => [.. "data: "u8, .. Overloaded(), .. "\n\n"u8];

    public static byte[] Overloaded() => Body(new VendorException(503, "The server is overloaded (simulated)", "server_error"));

    public static VendorException Invalid(string message, string? param = null, string? code = null) => new(400, message, "invalid_request_error", param, code);
}
