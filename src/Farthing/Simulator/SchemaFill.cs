using System.Text;
using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>
/// Writes the plainest JSON that satisfies a JSON schema: required properties only, first enum value, smallest number. Knows $ref within the
/// document, const, enum, anyOf, oneOf, allOf, lengths, bounds and common formats; <c>pattern</c> is not solved.
/// </summary>
internal static class SchemaFill
{
    private const int MaxDepth = 32;
    private const int MaxItems = 100;
    private const int MaxLength = 10_000;
    private const decimal MaxBound = 1e15m;

    public static string Write(JsonElement schema) => Encoding.UTF8.GetString(JsonText.Of(json => Value(json, schema, schema, "value", 0)));

    private static void Value(Utf8JsonWriter json, JsonElement schema, JsonElement root, string name, int depth)
    {
        if (depth > MaxDepth || schema.ValueKind != JsonValueKind.Object) json.WriteStringValue(name); // true, or a schema that contains itself
        else if (schema.Has("$ref")) Value(json, Resolve(root, schema.Field("$ref")), root, name, depth + 1);
        else if (schema.TryGetProperty("const", out var constant)) constant.WriteTo(json);
        else if (First(schema, "enum") is { } choice) choice.WriteTo(json);
        else if ((First(schema, "anyOf") ?? First(schema, "oneOf")) is { } branch) Value(json, branch, root, name, depth + 1);
        else if (IsObject(schema)) Object(json, schema, root, depth);
        else if (First(schema, "allOf") is { } part) Value(json, part, root, name, depth + 1);
        else Plain(json, schema, root, name, depth);
    }

    private static void Plain(Utf8JsonWriter json, JsonElement schema, JsonElement root, string name, int depth)
    {
        switch (TypeOf(schema))
        {
            case "integer" or "number": json.WriteNumberValue(Number(schema)); break;
            case "boolean": json.WriteBooleanValue(true); break;
            case "null": json.WriteNullValue(); break;
            case "array": Array(json, schema, root, name, depth); break;
            default: json.WriteStringValue(Text(schema, name)); break;
        }
    }

    private static bool IsObject(JsonElement schema) =>
        TypeOf(schema) == "object" || schema.Has("properties") || schema.Field("allOf").Items().Any(s => s.Has("properties"))
        || !schema.EnumerateObject().Any();

    private static void Object(Utf8JsonWriter json, JsonElement schema, JsonElement root, int depth)
    {
        JsonElement[] parts = [schema, .. schema.Field("allOf").Items().Select(s => s.Has("$ref") ? Resolve(root, s.Field("$ref")) : s)];
        json.WriteStartObject();
        foreach (var name in parts.SelectMany(p => p.Field("required").Items()).Select(n => n.GetString()).OfType<string>().Distinct())
        {
            json.WritePropertyName(name);
            var property = parts.Select(p => p.Field("properties").Field(name)).FirstOrDefault(p => p.ValueKind != JsonValueKind.Undefined);
            Value(json, property, root, name, depth + 1);
        }

        json.WriteEndObject();
    }

    private static void Array(Utf8JsonWriter json, JsonElement schema, JsonElement root, string name, int depth)
    {
        var count = (int)Math.Clamp(Math.Min(Bound(schema, "minItems") ?? 1, Bound(schema, "maxItems") ?? MaxItems), 0, MaxItems);
        json.WriteStartArray();
        for (var i = 0; i < count; i++)
            Value(json, schema.Field("items"), root, i == 0 ? name : $"{name} {i + 1}", depth + 1);
        json.WriteEndArray();
    }

    private static decimal Number(JsonElement schema)
    {
        var step = Bound(schema, "multipleOf") is { } multiple and > 1e-9m ? multiple : 1;
        var least = Bound(schema, "minimum") ?? (Bound(schema, "exclusiveMinimum") is { } above ? above + step : (decimal?)null);
        var most = Bound(schema, "maximum") ?? (Bound(schema, "exclusiveMaximum") is { } below ? below - step : (decimal?)null);
        var value = least ?? Math.Min(1, most ?? 1);
        var rounded = Math.Ceiling(value / step) * step;
        return TypeOf(schema) == "integer" || rounded <= (most ?? rounded) ? rounded : value;
    }

    private static string Text(JsonElement schema, string name)
    {
        var text = schema.String("format") switch
        {
            "date" => "2026-01-01",
            "time" => "12:00:00Z",
            "date-time" => "2026-01-01T12:00:00Z",
            "email" => "simulated@example.com",
            "uri" or "url" => "https://example.com/simulated",
            "uuid" => "00000000-0000-4000-8000-000000000000",
            _ => $"simulated {name}",
        };
        if (Bound(schema, "minLength") is { } least && text.Length < least) text = text.PadRight((int)Math.Min(least, MaxLength), '.');
        return Bound(schema, "maxLength") is { } most && text.Length > most ? text[..(int)Math.Max(most, 0)] : text;
    }

    private static string? TypeOf(JsonElement schema) => schema.Field("type") switch
    {
        { ValueKind: JsonValueKind.Array } types => types.EnumerateArray().Select(t => t.GetString()).FirstOrDefault(t => t != "null"),
        { ValueKind: JsonValueKind.String } type => type.GetString(),
        _ => schema.Has("items") ? "array" : null,
    };

    private static JsonElement? First(JsonElement schema, string name) =>
        schema.Field(name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : null;

    private static decimal? Bound(JsonElement schema, string name) =>
        schema.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) && Math.Abs(number) <= MaxBound
            ? number
            : null;

    /// <summary>Follows a pointer such as <c>#/$defs/Point</c>; anything else stands for "any value".</summary>
    private static JsonElement Resolve(JsonElement root, JsonElement reference)
    {
        var at = root;
        foreach (var step in (reference.GetString() ?? "").Split('/').Skip(1))
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step.Replace("~1", "/").Replace("~0", "~"), out at)) return default;
        return at;
    }
}
