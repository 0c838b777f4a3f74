using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

internal static class MessageReader
{
    public static IReadOnlyList<Turn> Read(JsonElement messages)
    {
        var turns = new List<Turn>();
        List<Block>? results = null; // of the tool messages just read: neutrally, they are one user turn
        foreach (var (message, path) in messages.Items("messages"))
        {
            var role = message.Need("role", path);
            if (role == "tool")
            {
                if (results is null) turns.Add(new Turn(Role.User, results = []));
                results.Add(Result(message, path));
                continue;
            }
            results = null;
            turns.Add(role switch
            {
                "system" or "developer" => Turn(Role.System, Content(message, path), Others(message, path)),
                "user" => Turn(Role.User, Content(message, path), Others(message, path)),
                "assistant" => Turn(Role.Assistant, Assistant(message, path), Others(message, path)),
                _ => throw WireException.Invalid(path + ".role", $"must be system, developer, user, assistant or tool, not \"{role}\"."),
            });
        }
        return turns;
    }

    /// <summary>A cache hint at the message, where some clients put it, belongs to the end of its content.</summary>
    private static Turn Turn(Role role, IReadOnlyList<Block> blocks, Extras? extras)
    {
        const string Mark = "cache_control";
        if (blocks.Count == 0 || extras is null || extras.Fields.All(f => f.Key != Mark)) return new Turn(role, blocks) { Extras = extras };
        var last = blocks[^1];
        var marked = last with { Extras = extras with { Fields = [.. last.Extras?.Fields.Where(f => f.Key != Mark) ?? [], .. extras.Fields.Where(f => f.Key == Mark)] } };
        var others = extras.Fields.Where(f => f.Key != Mark).ToList();
        return new Turn(role, [.. blocks.Take(blocks.Count - 1), marked]) { Extras = others.Count == 0 ? null : extras with { Fields = others } };
    }

    private static IReadOnlyList<Block> Content(JsonElement message, string path) =>
        message.Field("content") is { } content ? PartReader.Content(content, path + ".content") : [];

    private static ToolResultBlock Result(JsonElement message, string path) =>
        new(message.Need("tool_call_id", path), Content(message, path)) { Extras = Others(message, path) };

    private static List<Block> Assistant(JsonElement message, string path)
    {
        var blocks = new List<Block>();
        if (ReasoningDetails.Read(message, path) is { Count: > 0 } details) blocks.AddRange(details);
        else if ((message.Find("reasoning_content", path) ?? Reasoning(message)) is { Length: > 0 } thinking) blocks.Add(new ThinkingBlock(thinking));
        blocks.AddRange(Content(message, path).Where(b => b is not TextBlock { Text: "" }));
        if (message.Find("refusal", path) is { Length: > 0 } refusal) blocks.Add(new RefusalBlock(refusal));
        if (message.Field("tool_calls") is { } calls)
            blocks.AddRange(calls.Items(path + ".tool_calls").Select(c => Call(c.Value, c.Path)));
        return blocks;
    }

    private static string? Reasoning(JsonElement message) =>
        message.Field("reasoning") is { ValueKind: JsonValueKind.String } text ? text.Text("reasoning") : null;

    private static ToolCallBlock Call(JsonElement call, string path)
    {
        if (call.Field("function") is not { } function)
            throw WireException.Invalid(path + ".function", "is required; custom tool calls cannot be translated.");
        return new ToolCallBlock(call.Need("id", path), function.Need("name", path + ".function"),
            function.Find("arguments", path + ".function") is { Length: > 0 } arguments ? arguments : "{}");
    }

    private static Extras? Others(JsonElement message, string path)
    {
        var extras = new ExtrasList(OpenAIChatDialect.DialectName);
        foreach (var (name, value) in message.Fields(path))
            if (name is not ("role" or "content" or "tool_calls" or "tool_call_id" or "refusal" or "reasoning_content" or "reasoning" or ReasoningDetails.Field))
                extras.Add(name, value);
        return extras.Take();
    }
}
