using System.Globalization;

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

    public static VendorException Invalid(string message, string? param = null, string? code = null) =>
        new(400, message, "invalid_request_error", param, code);

    public static VendorException Missing(string param) => Invalid($"Missing required parameter: '{param}'.", param, "missing_required_parameter");

    public static VendorException WrongType(string param, string expected) =>
        Invalid($"Invalid type for '{param}': expected {expected}.", param, "invalid_type");

    public static VendorException WrongValue(string param, string? value, string supported) =>
        Invalid($"Invalid value: '{value}'. Supported values are: {supported}.", param, "invalid_value");

    public static VendorException Empty(string param) => Invalid(
        $"Invalid '{param}': empty array. Expected an array with minimum length 1, but got an empty array instead.", param, "empty_array");

    /// <summary>A number outside its range.</summary>
    /// <param name="kind"><c>integer</c> or <c>decimal</c>.</param>
    public static VendorException OutOfRange(string param, string kind, double value, double least, double most)
    {
        var (side, sign, bound, code) = value < least ? ("below minimum", ">=", least, "below_min") : ("above maximum", "<=", most, "above_max");
        var message = string.Create(
            CultureInfo.InvariantCulture, $"Invalid '{param}': {kind} {side} value. Expected a value {sign} {bound}, but got {value} instead.");
        return Invalid(message, param, $"{kind}_{code}_value");
    }

    /// <summary>A string beyond its length.</summary>
    public static VendorException TooLong(string param, int most, int length) => Invalid(
        $"Invalid '{param}': string too long. Expected a string with maximum length {most}, but got a string with length {length} instead.",
        param, "string_above_max_length");
}
