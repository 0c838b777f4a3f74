using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

internal static class ToolReader
{
    /// <summary>One tool, or those of a namespace.</summary>
    public static IEnumerable<Tool> Read(JsonElement e, string path, string? space = null)
    {
        switch (e.Need("type", path))
        {
            case "function": return [Function(e, path, space)];
            case "custom": return [CustomTools.Tool(e, path, space)];
            case "namespace":
                var name = e.Need("name", path);
                return e.Field("tools") is { } tools ? tools.Items(path + ".tools").SelectMany(t => Read(t.Value, t.Path, name)) : [];
            case var type:
                var all = new ExtrasList(OpenAIResponsesDialect.DialectName);
                foreach (var (field, value) in e.Fields(path)) all.Add(field, value);
                return [new Tool(e.Find("name", path) ?? type, null, null) { HostedType = type, Hosted = all.Take() }];
        }
    }

    /// <summary>Several tools of one name, loaded twice, count once.</summary>
    public static IReadOnlyList<Tool> Distinct(IEnumerable<Tool> tools) => [.. tools.DistinctBy(t => (t.Name, t.HostedType))];

    public static Conversation Choice(JsonElement e, Conversation c)
    {
        if (e.ValueKind == JsonValueKind.String) return c with { ToolChoice = new ToolChoice(Kind(e.Text("tool_choice"))) };
        switch (e.Need("type", "tool_choice"))
        {
            case "function" or "custom":
                return c with { ToolChoice = new ToolChoice(ToolChoiceKind.Tool, ItemReader.Name(e, "tool_choice")) };
            case "allowed_tools":
                var allowed = e.Field("tools") is { } tools
                    ? tools.Items("tool_choice.tools").Select(t => t.Value.Find("name", t.Path) ?? t.Value.Need("type", t.Path)).ToHashSet()
                    : throw WireException.Invalid("tool_choice.tools", "is required.");
                return c with
                {
                    ToolChoice = new ToolChoice(Kind(e.Find("mode", "tool_choice") ?? "auto")),
                    Tools = [.. c.Tools.Where(t => allowed.Contains(t.Origin?.Name ?? t.Name) || (t.HostedType is { } hosted && allowed.Contains(hosted)))],
                };
            default:
                return c; // a hosted tool, which is left out of the tools and announced there
        }
    }

    private static ToolChoiceKind Kind(string choice) => choice switch
    {
        "auto" => ToolChoiceKind.Auto,
        "required" => ToolChoiceKind.Any,
        "none" => ToolChoiceKind.None,
        var other => throw WireException.Invalid("tool_choice", $"must be auto, required, none or a tool, not \"{other}\"."),
    };

    private static Tool Function(JsonElement e, string path, string? space)
    {
        var name = e.Need("name", path);
        var tool = new Tool(CustomTools.Qualified(space, name), null, null) { Origin = space is null ? null : new CallerTool(name, Namespace: space) };
        var extras = new ExtrasList(OpenAIResponsesDialect.DialectName);
        foreach (var (field, value) in e.Fields(path))
        {
            switch (field)
            {
                case "type" or "name": break;
                case "description": tool = tool with { Description = value.Text($"{path}.description") }; break;
                case "parameters":
                    if (value.ValueKind != JsonValueKind.Object) throw WireException.Invalid($"{path}.parameters", "must be an object.");
                    tool = tool with { Schema = value };
                    break;
                case "strict": tool = tool with { Strict = value.Flag($"{path}.strict") }; break;
                default: extras.Add(field, value); break;
            }
        }
        return tool with { Extras = extras.Take() };
    }
}
