using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Looks into a JSON document without complaint: what is absent or of another kind is null or empty.</summary>
internal static class Peek
{
    public static JsonElement At(this JsonElement e, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (e.ValueKind != JsonValueKind.Object || !e.TryGetProperty(name, out e)) return default;
        return e;
    }

    public static string? Str(this JsonElement e, params ReadOnlySpan<string> path) => e.At(path) is { ValueKind: JsonValueKind.String } s ? s.GetString() : null;

    public static long? Num(this JsonElement e, params ReadOnlySpan<string> path) => e.At(path) is { ValueKind: JsonValueKind.Number } n && n.TryGetInt64(out var v) ? v : null;

    public static IEnumerable<JsonElement> Each(this JsonElement e, params ReadOnlySpan<string> path) =>
        e.At(path) is { ValueKind: JsonValueKind.Array } a ? [.. a.EnumerateArray()] : [];

    public static bool Exists(this JsonElement e) => e.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
}
