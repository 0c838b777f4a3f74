using System.Text.Json;
using System.Text.RegularExpressions;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>
/// Checks documents against a JSON Schema as far as the schemas here and OpenAI's OpenAPI document need it (3.0's <c>nullable</c> too).
/// <c>oneOf</c> counts as <c>anyOf</c>: published schemas have variants that overlap.
/// </summary>
internal sealed class JsonSchema(JsonElement root)
{
    private int _depth;

    public static JsonSchema Of(Dialect dialect) => new(JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", dialect.Name + ".json"))).RootElement);

    /// <returns>Null where the document is valid, else the place and what is wrong there.</returns>
    public string? Fault(JsonElement document) => Fault(document, root, "$");

    /// <summary>Checks against one of the schemas in <c>components</c>.</summary>
    public string? Fault(JsonElement document, string component) => Fault(document, Resolve($"#/components/schemas/{component}"), "$");

    private string? Fault(JsonElement e, JsonElement schema, string at)
    {
        if (schema.ValueKind == JsonValueKind.True) return null;
        if (schema.ValueKind == JsonValueKind.False) return $"{at} must not be there";
        if (schema.Str("$ref") is { } reference)
        {
            if (++_depth > 200) throw new InvalidOperationException($"{reference} refers to itself");
            var found = Fault(e, Resolve(reference), at);
            _depth--;
            if (found is not null) return found;
        }
        if (e.ValueKind == JsonValueKind.Null && schema.At("nullable").ValueKind == JsonValueKind.True) return null;
        foreach (var all in schema.Each("allOf"))
            if (Fault(e, all, at) is { } wrong) return wrong;
        return Any(e, schema, "anyOf", at) ?? Any(e, schema, "oneOf", at) ?? Type(e, schema, at) ?? e.ValueKind switch
        {
            JsonValueKind.Object => Object(e, schema, at),
            JsonValueKind.Array => Array(e, schema, at),
            JsonValueKind.String => Text(e.GetString()!, schema, at),
            JsonValueKind.Number => Number(e.GetDouble(), schema, at),
            _ => null,
        };
    }

    private string? Any(JsonElement e, JsonElement schema, string keyword, string at)
    {
        var variants = schema.Each(keyword).ToList();
        if (variants.Count == 0) return null;
        var faults = new List<string>();
        foreach (var variant in variants)
        {
            if (Fault(e, variant, at) is not { } wrong) return null;
            faults.Add(wrong);
        }
        return $"{at} fits none of {variants.Count}: {string.Join(" | ", faults.OrderByDescending(f => f.Split(['.', '[']).Length).Take(3))}";
    }

    private static string? Type(JsonElement e, JsonElement schema, string at)
    {
        var types = schema.Str("type") is { } one ? [one] : schema.Each("type").Select(t => t.GetString()!).ToList();
        if (types.Count > 0 && !types.Any(t => Is(e, t))) return $"{at} is {e.ValueKind}, not {string.Join(" or ", types)}";
        if (schema.At("const").Exists() && !JsonElement.DeepEquals(e, schema.At("const"))) return $"{at} is {e}, not {schema.At("const")}";
        var allowed = schema.Each("enum").ToList();
        var isNull = e.ValueKind == JsonValueKind.Null && types.Contains("null");
        return allowed.Count == 0 || isNull || allowed.Any(a => JsonElement.DeepEquals(a, e)) ? null : $"{at} is {e}, not one of {string.Join(", ", allowed)}";
    }

    private static bool Is(JsonElement e, string type) => type switch
    {
        "object" => e.ValueKind == JsonValueKind.Object,
        "array" => e.ValueKind == JsonValueKind.Array,
        "string" => e.ValueKind == JsonValueKind.String,
        "boolean" => e.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => e.ValueKind == JsonValueKind.Null,
        "integer" => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out _),
        "number" => e.ValueKind == JsonValueKind.Number,
        _ => throw new InvalidOperationException($"the schema has a type {type}"),
    };

    private string? Object(JsonElement e, JsonElement schema, string at)
    {
        foreach (var name in schema.Each("required"))
            if (!e.TryGetProperty(name.GetString()!, out _)) return $"{at}.{name} is missing";
        var known = schema.At("properties");
        var others = schema.At("additionalProperties");
        foreach (var property in e.EnumerateObject())
        {
            var path = $"{at}.{property.Name}";
            if (known.At(property.Name).Exists())
            {
                if (Fault(property.Value, known.At(property.Name), path) is { } wrong) return wrong;
            }
            else if (others.ValueKind == JsonValueKind.False || (others.ValueKind == JsonValueKind.Object && Fault(property.Value, others, path) is not null))
            {
                return $"{path} is not known";
            }
        }
        return null;
    }

    private string? Array(JsonElement e, JsonElement schema, string at)
    {
        var count = e.GetArrayLength();
        if (count < schema.Num("minItems") || count > schema.Num("maxItems")) return $"{at} has {count} items";
        return schema.At("items").Exists() ? e.EnumerateArray().Select((item, i) => Fault(item, schema.At("items"), $"{at}[{i}]")).FirstOrDefault(f => f is not null) : null;
    }

    private static string? Text(string text, JsonElement schema, string at)
    {
        if (text.Length < schema.Num("minLength") || text.Length > schema.Num("maxLength")) return $"{at} has {text.Length} characters";
        return schema.Str("pattern") is { } pattern && !Regex.IsMatch(text, pattern) ? $"{at} is {text[..Math.Min(text.Length, 60)]}, which does not match {pattern}" : null;
    }

    private static string? Number(double number, JsonElement schema, string at) =>
        (schema.At("minimum") is { ValueKind: JsonValueKind.Number } least && number < least.GetDouble())
        || (schema.At("maximum") is { ValueKind: JsonValueKind.Number } most && number > most.GetDouble())
            ? $"{at} is {number}" : null;

    private JsonElement Resolve(string reference) => reference.TrimStart('#', '/').Split('/').Aggregate(root, (e, name) => e.At(name)) is { ValueKind: not JsonValueKind.Undefined } found
        ? found
        : throw new InvalidOperationException($"the schema has no {reference}");
}
