using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>
/// Custom tools take free text; elsewhere a tool takes a JSON object. The text travels as its one field, and comes back out of it.
/// Tools in a namespace get one name of both parts.
/// </summary>
internal static class CustomTools
{
    private const string Field = "input";

    private static readonly JsonElement s_schema = Parse(
        """{"type":"object","properties":{"input":{"type":"string","description":"The whole input of the tool, as free text."}},"required":["input"],"additionalProperties":false}""");

    public static Tool Tool(JsonElement e, string path, string? space)
    {
        var name = e.Need("name", path);
        var format = e.Field("format");
        var grammar = format is { } f && f.Field("type").Is("grammar") ? f.Find("definition", path + ".format") : null;
        string?[] about = [e.Find("description", path), grammar is null ? null : "The input must match this grammar:\n" + grammar];
        return new Tool(Qualified(space, name), string.Join("\n\n", about.Where(a => a is not null)), s_schema) { Origin = new CallerTool(name, IsCustom: true, space) };
    }

    public static string Qualified(string? space, string name) => space is null or "" || space == name ? name : $"{space}__{name}";

    public static string Wrap(string input) => System.Text.Encoding.UTF8.GetString(JsonWrite.Bytes(w =>
    {
        w.WriteStartObject();
        w.WriteString(Field, input);
        w.WriteEndObject();
    }));

    /// <summary>The free text in a call's arguments; arguments of another shape are handed on as they are.</summary>
    public static string Unwrap(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            return document.RootElement.Field(Field) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : arguments;
        }
        catch (Exception e) when (e is JsonException or WireException or InvalidOperationException)
        {
            return arguments;
        }
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
