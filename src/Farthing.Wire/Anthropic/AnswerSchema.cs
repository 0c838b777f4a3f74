using System.Text.Json;

namespace Farthing.Wire.Anthropic;

/// <summary>
/// An answer's schema as Anthropic takes it: every object closed, no bounds on numbers, texts and lists. Bounds are told to the model
/// in the description instead, as Anthropic's own packages do.
/// </summary>
internal sealed class AnswerSchema(Utf8JsonWriter to, LossGate gate)
{
    private static readonly string[] Bounds =
    [
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    ];

    private static readonly string[] Formats = ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"];

    public void Write(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Object)
        {
            Object(schema);
            return;
        }
        if (schema.ValueKind != JsonValueKind.Array)
        {
            to.Raw(schema);
            return;
        }
        to.WriteStartArray();
        foreach (var item in schema.EnumerateArray()) Write(item);
        to.WriteEndArray();
    }

    private void Object(JsonElement schema)
    {
        to.WriteStartObject();
        var isObject = false;
        var bounds = new List<string>();
        JsonElement? description = null;
        foreach (var (name, value) in schema.Fields("schema"))
        {
            isObject |= (name == "type" && IsObject(value)) || (name == "properties" && value.ValueKind == JsonValueKind.Object);
            if (IsBound(name, value)) bounds.Add($"{name}: {value.Raw("schema")}");
            else if (name == "description" && value.ValueKind == JsonValueKind.String) description = value;
            else if (name != "additionalProperties") Field(name, value);
            else if (value.ValueKind != JsonValueKind.False) gate.Lose("schema_open", "schema");
        }
        Description(description, bounds);
        if (isObject || schema.Field("additionalProperties") is not null) to.WriteBoolean("additionalProperties", false);
        to.WriteEndObject();
    }

    private void Field(string name, JsonElement value)
    {
        to.WritePropertyName(name == "oneOf" ? "anyOf" : name);
        if (name is "enum" or "const" or "default" or "examples" or "required") to.Raw(value);
        else if (name is "properties" or "$defs" or "definitions" && value.ValueKind == JsonValueKind.Object) Named(value);
        else Write(value);
    }

    private void Named(JsonElement schemas)
    {
        to.WriteStartObject();
        foreach (var (name, value) in schemas.Fields("schema"))
        {
            to.WritePropertyName(name);
            Write(value);
        }
        to.WriteEndObject();
    }

    private void Description(JsonElement? description, List<string> bounds)
    {
        if (description is null && bounds.Count == 0) return;
        if (bounds.Count == 0) to.Raw("description", description!.Value);
        else to.WriteString("description", $"{description?.Text("schema")} ({string.Join(", ", bounds)})".TrimStart());
    }

    private static bool IsBound(string name, JsonElement value) =>
        Bounds.Contains(name)
        || (name == "minItems" && !(value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var least) && least is 0 or 1))
        || (name == "format" && value.ValueKind == JsonValueKind.String && !Formats.Contains(value.Text("schema")));

    private static bool IsObject(JsonElement type) =>
        JsonRead.Is(type, "object") || (type.ValueKind == JsonValueKind.Array && type.EnumerateArray().Any(t => JsonRead.Is(t, "object")));
}
