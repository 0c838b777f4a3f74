using System.Text;
using System.Text.Json;

namespace Farthing.Gateway.TokenCounts;

/// <summary>
/// Tools as OpenAI's models see them: not JSON Schema but declarations like TypeScript's, as its open harmony format shows and as recorded counts
/// confirm to within a few tokens. What such a declaration has no form for (bounds, patterns, titles) costs nothing. Pure.
/// </summary>
internal sealed class ToolDeclarations
{
    /// <summary>References can multiply, or lead on without end: a schema stops being written out here.</summary>
    private const int MostChars = 1_000_000, MostDepth = 128;

    /// <summary>Definitions stand in one or two places, each of which is read once: it may hold a million of them.</summary>
    private const int MostPlaces = 8;

    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, Dictionary<string, JsonElement>> _places = [];
    private int _depth;

    private ToolDeclarations()
    {
    }

    public static string Of(JsonElement tools)
    {
        var declarations = new ToolDeclarations();
        declarations._text.Append("# Tools\n\n## functions\n\nnamespace functions {\n\n");
        foreach (var tool in tools.EnumerateArray()) declarations.Tool(tool);
        return declarations._text.Append("} // namespace functions").ToString();
    }

    private void Tool(JsonElement tool)
    {
        var function = tool.Field("function") ?? tool.Field("custom") ?? tool;
        if (function.TextOf("name") is not { } name || function.Field("tools") is not null)
        {
            _text.Append(tool.Compact()).Append('\n'); // hosted, or of a kind to come
            return;
        }

        Comment(function);
        _text.Append("type ").Append(name).Append(" = (");
        if ((function.Field("parameters") ?? function.Field("input_schema")) is { } schema && schema.Field("properties") is { } properties && HasFields(properties))
        {
            _places.Clear();
            _text.Append("_: {\n");
            Properties(schema, schema, []);
            _text.Append('}');
        }

        _text.Append(") => any;\n\n");
    }

    private void Properties(JsonElement schema, JsonElement root, string[] path)
    {
        var required = schema.Field("required").Items().Where(r => r.ValueKind == JsonValueKind.String).Select(r => r.Text()).ToHashSet();
        foreach (var property in schema.Field("properties")!.Value.EnumerateObject())
        {
            if (_text.Length > MostChars) return;
            Comment(property.Value);
            var name = property.NameOrNone();
            _text.Append(name).Append(required.Contains(name) ? ": " : "?: ");
            Type(property.Value, root, path);
            _text.Append(',');
            if (property.Value.Field("default") is { } value) _text.Append(" // default: ").Append(value.ValueKind == JsonValueKind.String ? value.Text() : value.Compact());
            _text.Append('\n');
        }
    }

    private void Type(JsonElement schema, JsonElement root, string[] path)
    {
        if (_text.Length > MostChars) return;
        _depth++;
        if (_depth > MostDepth) _text.Append("any");
        else Written(schema, root, path);
        _depth--;
    }

    /// <param name="path">The references on the way here: one that leads back to itself is not followed.</param>
    private void Written(JsonElement schema, JsonElement root, string[] path)
    {
        var type = schema.Field("type");
        if (schema.TextOf("$ref") is { } reference)
        {
            if (!path.Contains(reference) && Found(root, reference) is { } found) Type(found, root, [.. path, reference]);
            else _text.Append("any");
        }
        else if (schema.Field("enum") is { ValueKind: JsonValueKind.Array } values)
        {
            _text.AppendJoin(" | ", values.EnumerateArray().Select(v => v.Compact()));
        }
        else if (schema.Field("const") is { } only)
        {
            _text.Append(only.Compact());
        }
        else if ((schema.Field("anyOf") ?? schema.Field("oneOf")) is { ValueKind: JsonValueKind.Array } choices)
        {
            foreach (var (i, choice) in choices.EnumerateArray().Index())
            {
                if (i > 0) _text.Append(" | ");
                Type(choice, root, path);
            }
        }
        else if (type is { ValueKind: JsonValueKind.Array } types)
        {
            _text.AppendJoin(" | ", types.EnumerateArray().Select(Named));
        }
        else if (schema.Field("properties") is { } properties && HasFields(properties))
        {
            _text.Append("{\n");
            Properties(schema, root, path);
            _text.Append('}');
        }
        else if (type is { } t && Named(t) == "array")
        {
            if (schema.Field("items") is { } items) Type(items, root, path);
            else _text.Append("any");
            _text.Append("[]");
        }
        else
        {
            _text.Append(type is { } simple ? Named(simple) : "any");
        }
    }

    private void Comment(JsonElement described)
    {
        if (described.TextOf("description") is { } text) _text.Append("// ").Append(text).Append('\n');
    }

    private static string Named(JsonElement type) => type.ValueKind != JsonValueKind.String ? "any" : type.Text() is "integer" ? "number" : type.Text();

    private static bool HasFields(JsonElement properties) => properties.ValueKind == JsonValueKind.Object && properties.EnumerateObject().Any();

    /// <summary>What <c>#/$defs/Name</c> means.</summary>
    private JsonElement? Found(JsonElement root, string reference)
    {
        var cut = Math.Max(0, reference.LastIndexOf('/'));
        if (!_places.TryGetValue(reference[..cut], out var place))
        {
            if (_places.Count == MostPlaces) return null;
            _places[reference[..cut]] = place = [];
            var at = reference[..cut].Split('/').Skip(1).Aggregate((JsonElement?)root, (e, name) => e.Field(name));
            if (at is { ValueKind: JsonValueKind.Object } found)
                foreach (var field in found.EnumerateObject()) place.TryAdd(field.NameOrNone(), field.Value);
        }

        return place.TryGetValue(reference[Math.Min(cut + 1, reference.Length)..], out var definition) ? definition : null;
    }
}
