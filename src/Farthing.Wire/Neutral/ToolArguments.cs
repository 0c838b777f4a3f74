using System.Text.Json;

namespace Farthing.Wire;

/// <summary>A call's arguments for dialects that want a JSON object and not its text.</summary>
internal static class ToolArguments
{
    public static void Write(string json, Utf8JsonWriter to)
    {
        if (IsObject(json))
        {
            to.WriteRawValue(json, skipInputValidation: true);
            return;
        }
        // Malformed arguments in a history are kept as text: the turn counts more than their shape.
        to.WriteStartObject();
        if (!string.IsNullOrWhiteSpace(json)) to.WriteString("_raw", json);
        to.WriteEndObject();
    }

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
