using System.Text.Json;

namespace Farthing.Wire.Anthropic;

/// <summary>What Anthropic asks of a tool's JSON schema beyond what OpenAI does.</summary>
internal static class Schemas
{
    private static readonly string[] Combinators = ["oneOf", "anyOf", "allOf"];

    /// <summary>Whether a tool's schema must be rewritten: no type, or alternatives at its top.</summary>
    public static bool HasCombinator(JsonElement schema) => Combinators.Any(c => schema.Field(c) is { ValueKind: JsonValueKind.Array });

    /// <summary>
    /// A tool's schema: an object at the top. Alternatives there become one object with the properties of all, none of them required:
    /// looser than the original, but every argument the caller expects can be given.
    /// </summary>
    public static void Input(JsonElement? schema, Utf8JsonWriter to)
    {
        if (schema is { } plain && plain.Field("type").Is("object") && !HasCombinator(plain))
        {
            to.Raw(plain);
            return;
        }
        to.WriteStartObject();
        to.WriteString("type", "object");
        var properties = new Dictionary<string, JsonElement>();
        if (schema is { } s)
        {
            foreach (var (name, value) in s.Fields("schema"))
                if (name is not ("type" or "properties") && !Combinators.Contains(name)) to.Raw(name, value);
            Gather(s, properties);
        }
        to.WriteStartObject("properties");
        foreach (var (name, value) in properties) to.Raw(name, value);
        to.WriteEndObject();
        to.WriteEndObject();
    }

    private static void Gather(JsonElement schema, Dictionary<string, JsonElement> properties)
    {
        if (schema.Field("properties") is { ValueKind: JsonValueKind.Object } own)
            foreach (var (name, value) in own.Fields("properties")) properties.TryAdd(name, value);
        foreach (var combinator in Combinators)
            if (schema.Field(combinator) is { ValueKind: JsonValueKind.Array } variants)
                foreach (var variant in variants.EnumerateArray()) Gather(variant, properties);
    }
}
