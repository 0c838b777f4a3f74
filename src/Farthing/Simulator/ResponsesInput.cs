using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>The vendor's rules for <c>input</c> and <c>tools</c>, and what they count as.</summary>
internal static class ResponsesInput
{
    private const int MaxCallId = 64;

    private static readonly JsonElement AnyObject = JsonDocument.Parse("{}").RootElement;

    /// <summary>The items; none where the input is a string.</summary>
    public static JsonElement[] Items(JsonElement body)
    {
        var input = body.Field("input");
        if (input.ValueKind == JsonValueKind.Undefined) throw OpenAIErrors.Missing("input");
        if (input.ValueKind == JsonValueKind.String) return [];
        if (input.ValueKind != JsonValueKind.Array) throw OpenAIErrors.WrongType("input", "one of a string or array of items");
        var items = input.Items().ToArray();
        var open = new HashSet<string>();
        foreach (var (i, item) in items.Index()) Check(item, i, open);
        return open.Count == 0 ? items : throw OpenAIErrors.Invalid($"No tool output found for function call {open.First()}.", "input");
    }

    public static string UserText(JsonElement body, JsonElement[] items) =>
        body.Field("input") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : string.Join('\n', items.Where(IsUser).Select(Text));

    /// <summary>Agents put their own messages before the user's: the last one counts.</summary>
    public static string LastUserText(JsonElement body, JsonElement[] items) =>
        body.Field("input") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : items.Length > 0 && IsUser(items[^1]) ? Text(items[^1]) : "";

    public static string? ToolResult(JsonElement[] items)
    {
        var results = items.Reverse().TakeWhile(i => i.String("type")?.EndsWith("_output", StringComparison.Ordinal) is true).Reverse().ToArray();
        return results.Length == 0 ? null : string.Join('\n', results.Select(r => r.Field("output").ContentText()));
    }

    public static IReadOnlyList<OfferedTool> Tools(JsonElement body) =>
        [.. body.Field("tools").Items().SelectMany((t, i) => Tool(t, $"tools[{i}]", null))];

    public static int TokensOf(JsonElement body, JsonElement[] items, SimulatedModel model) =>
        Tokens.Priming + Tokens.Of(body.String("instructions") ?? "") + Tokens.Of(body.String("input") ?? "")
        + body.Field("tools").Items().Sum(t => Tokens.Of(t.GetRawText())) + items.Sum(i => Tokens.PerMessage + ItemTokens(i, model));

    private static int ItemTokens(JsonElement item, SimulatedModel model) => item.Field("content") switch
    {
        { ValueKind: JsonValueKind.String } text => Tokens.Of(text.GetString()!),
        { ValueKind: JsonValueKind.Array } parts => parts.Items().Sum(p => p.String("type") == "input_image" ? model.ImageTokens : Tokens.Of(p.String("text") ?? p.GetRawText())),
        _ => Tokens.Of(item.GetRawText()),
    };

    private static void Check(JsonElement item, int i, HashSet<string> open)
    {
        var type = item.String("type") ?? "message";
        if (type == "message")
        {
            if (item.String("role") is not ("user" or "assistant" or "system" or "developer"))
                throw OpenAIErrors.WrongValue($"input[{i}].role", item.String("role"), "'assistant', 'system', 'developer', and 'user'");
            return;
        }

        if (type is not ("function_call" or "custom_tool_call" or "function_call_output" or "custom_tool_call_output")) return;
        var id = item.String("call_id") ?? throw OpenAIErrors.Missing($"input[{i}].call_id");
        if (id.Length > MaxCallId) throw OpenAIErrors.TooLong($"input[{i}].call_id", MaxCallId, id.Length);
        if (!type.EndsWith("_output", StringComparison.Ordinal)) open.Add(id);
        else if (!open.Remove(id)) throw OpenAIErrors.Invalid($"No tool call found for function call output with call_id {id}.", "input");
    }

    private static IEnumerable<OfferedTool> Tool(JsonElement tool, string at, string? space)
    {
        var type = tool.String("type") ?? throw OpenAIErrors.Missing(at + ".type");
        if (type == "namespace") return tool.Field("tools").Items().SelectMany((t, i) => Tool(t, $"{at}.tools[{i}]", tool.String("name")));
        if (type is not ("function" or "custom")) return []; // hosted tools are accepted and never used
        var name = tool.String("name") ?? throw OpenAIErrors.Missing(at + ".name");
        return [new OfferedTool(name, tool.Object("parameters") ?? AnyObject, type == "custom", space)];
    }

    private static bool IsUser(JsonElement item) => item.String("role") == "user";

    private static string Text(JsonElement item) => item.Field("content").ContentText();
}
