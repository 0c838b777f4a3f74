using System.Text.Json;

namespace Farthing.Wire.Anthropic;

internal static class ToolReader
{
    public static Tool Read(JsonElement e, string path)
    {
        var type = e.Find("type", path);
        if (type is not (null or "custom"))
            return new Tool(e.Find("name", path) ?? type, null, null) { HostedType = type, Hosted = Whole(e, path) };
        var tool = new Tool(e.Need("name", path), null, null);
        var extras = new ExtrasList(AnthropicDialect.DialectName);
        foreach (var (name, value) in e.Fields(path))
        {
            switch (name)
            {
                case "name" or "type": break;
                case "description": tool = tool with { Description = value.Text($"{path}.description") }; break;
                case "input_schema": tool = tool with { Schema = Schema(value, $"{path}.input_schema") }; break;
                case "strict": tool = tool with { Strict = value.Flag($"{path}.strict") }; break;
                default: extras.Add(name, value); break;
            }
        }
        return tool with { Extras = extras.Take() };
    }

    public static Conversation Choice(JsonElement e, Conversation c)
    {
        if (e.Field("disable_parallel_tool_use") is { } off)
            c = c with { ParallelTools = !off.Flag("tool_choice.disable_parallel_tool_use") };
        return c with
        {
            ToolChoice = e.Need("type", "tool_choice") switch
            {
                "auto" => new ToolChoice(ToolChoiceKind.Auto),
                "any" => new ToolChoice(ToolChoiceKind.Any),
                "none" => new ToolChoice(ToolChoiceKind.None),
                "tool" => new ToolChoice(ToolChoiceKind.Tool, e.Need("name", "tool_choice")),
                var other => throw WireException.Invalid("tool_choice.type", $"must be auto, any, tool or none, not \"{other}\"."),
            },
        };
    }

    private static JsonElement Schema(JsonElement e, string path) =>
        e.ValueKind == JsonValueKind.Object ? e : throw WireException.Invalid(path, "must be an object.");

    private static Extras? Whole(JsonElement e, string path)
    {
        var all = new ExtrasList(AnthropicDialect.DialectName);
        foreach (var (name, value) in e.Fields(path)) all.Add(name, value);
        return all.Take();
    }
}
