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
                "system" or "developer" => new Turn(Role.System, Content(message, path)) { Extras = Others(message, path) },
                "user" => new Turn(Role.User, Content(message, path)) { Extras = Others(message, path) },
                "assistant" => new Turn(Role.Assistant, Assistant(message, path)) { Extras = Others(message, path) },
                _ => throw WireException.Invalid(path + ".role", $"must be system, developer, user, assistant or tool, not \"{role}\"."),
            });
        }
        return turns;
    }

    private static IReadOnlyList<Block> Content(JsonElement message, string path) =>
        message.Field("content") is { } content ? PartReader.Content(content, path + ".content") : [];

    private static ToolResultBlock Result(JsonElement message, string path) =>
        new(message.Need("tool_call_id", path), Content(message, path)) { Extras = Others(message, path) };

    private static List<Block> Assistant(JsonElement message, string path)
    {
        var blocks = new List<Block>();
        if ((message.Find("reasoning_content", path) ?? Reasoning(message)) is { Length: > 0 } thinking) blocks.Add(new ThinkingBlock(thinking));
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
            if (name is not ("role" or "content" or "tool_calls" or "tool_call_id" or "refusal" or "reasoning_content" or "reasoning"))
                extras.Add(name, value);
        return extras.Take();
    }
}
