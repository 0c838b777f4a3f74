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
        if (e.ValueKind == JsonValueKind.String) return c with { ToolChoice = new ToolChoice(Kind(e.Text("tool_choice"))) };
        if (e.Field("type").Is("allowed_tools") && e.Field("allowed_tools") is { } allowed) return Allowed(allowed, c);
        if (e.Need("type", "tool_choice") == "function" && e.Field("function") is { } function)
            return c with { ToolChoice = new ToolChoice(ToolChoiceKind.Tool, function.Need("name", "tool_choice.function")) };
        extras.Add("tool_choice_other", e); // custom tools
        return c;
    }

    /// <summary>Only the tools named may be called: elsewhere only those are offered.</summary>
    private static Conversation Allowed(JsonElement e, Conversation c)
    {
        const string Path = "tool_choice.allowed_tools";
        if (e.Field("tools") is not { } tools) throw WireException.Invalid(Path + ".tools", "is required.");
        var names = tools.Items(Path + ".tools").Select(t => t.Value.Field("function")?.Find("name", t.Path) ?? t.Value.Need("type", t.Path)).ToHashSet();
        return c with
        {
            ToolChoice = new ToolChoice(Kind(e.Find("mode", Path) ?? "auto")),
            Tools = [.. c.Tools.Where(t => names.Contains(t.Name) || (t.HostedType is { } hosted && names.Contains(hosted)))],
        };
    }

    private static ToolChoiceKind Kind(string choice) => choice switch
    {
        "auto" => ToolChoiceKind.Auto,
        "required" => ToolChoiceKind.Any,
        "none" => ToolChoiceKind.None,
        var other => throw WireException.Invalid("tool_choice", $"must be auto, required, none or a function, not \"{other}\"."),
    };

    private static JsonElement Schema(JsonElement e, string path) =>
        e.ValueKind == JsonValueKind.Object ? e : throw WireException.Invalid(path, "must be an object.");
}
