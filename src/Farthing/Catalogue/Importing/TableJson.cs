using System.Text.Json;

namespace Farthing.Catalogue.Importing;

internal static class TableJson
{
    /// <exception cref="FormatException">It is not JSON of that kind.</exception>
    public static JsonDocument Parse(Stream json, JsonValueKind kind, string expected)
    {
        try
        {
            var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == kind ? document : throw new FormatException($"The file is not {expected}: it must be a JSON {kind.ToString().ToLowerInvariant()}.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The file is not {expected}: {e.Message}", e);
        }
    }

    public static string? Text(this JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long? Count(this JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count > 0 ? count : null;

    public static bool? Flag(this JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
}
