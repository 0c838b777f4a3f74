using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

internal static class ToolReader
{
    public static Tool Read(JsonElement e, string path)
    {
        var type = e.Need("type", path);
        var extras = new ExtrasList(OpenAIChatDialect.DialectName);
        foreach (var (name, value) in e.Fields(path))
            if (type != "function" || name is not ("type" or "function")) extras.Add(name, value);
        if (type != "function")
            return new Tool(e.Find("name", path) ?? type, null, null) { HostedType = type, Hosted = extras.Take() };
        if (e.Field("function") is not { } function) throw WireException.Invalid(path + ".function", "is required.");
        var tool = new Tool(function.Need("name", path + ".function"), null, null);
        foreach (var (name, value) in function.Fields(path + ".function"))
        {
            var at = $"{path}.function.{name}";
            switch (name)
            {
                case "name": break;
                case "description": tool = tool with { Description = value.Text(at) }; break;
                case "parameters": tool = tool with { Schema = Schema(value, at) }; break;
                case "strict": tool = tool with { Strict = value.Flag(at) }; break;
                default: extras.Add(name, value); break;
            }
        }
        return tool with { Extras = extras.Take() };
    }

    public static Conversation Choice(JsonElement e, Conversation c, ExtrasList extras)
    {
        if (e.ValueKind == JsonValueKind.String)
            return c with
            {
                ToolChoice = e.Text("tool_choice") switch
                {
                    "auto" => new ToolChoice(ToolChoiceKind.Auto),
                    "required" => new ToolChoice(ToolChoiceKind.Any),
                    "none" => new ToolChoice(ToolChoiceKind.None),
                    var other => throw WireException.Invalid("tool_choice", $"must be auto, required, none or a function, not \"{other}\"."),
                },
            };
        if (e.Need("type", "tool_choice") == "function" && e.Field("function") is { } function)
            return c with { ToolChoice = new ToolChoice(ToolChoiceKind.Tool, function.Need("name", "tool_choice.function")) };
        extras.Add("tool_choice_other", e); // allowed_tools and custom tools
        return c;
    }

    private static JsonElement Schema(JsonElement e, string path) =>
        e.ValueKind == JsonValueKind.Object ? e : throw WireException.Invalid(path, "must be an object.");
}
