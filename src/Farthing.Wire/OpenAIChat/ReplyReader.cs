using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

internal static class ReplyReader
{
    public static Reply Read(JsonElement body)
    {
        // n > 1 was refused or is not ours to translate: the first choice is the answer.
        if (body.Field("choices") is not { ValueKind: JsonValueKind.Array } choices || choices.GetArrayLength() == 0)
            throw WireException.Invalid("choices", "is missing or empty.");
        var choice = choices[0];
        var finish = choice.Find("finish_reason", "choices[0]")
            ?? throw WireException.Invalid("choices[0].finish_reason", "is missing: the answer is not complete.");
        if (FinishReasons.IsFailure(finish)) throw new WireException(FinishReasons.Failure(finish));
        var id = body.Find("id", "");
        var blocks = choice.Field("message") is { } message ? Blocks(message, id)
            : finish == "content_filter" ? [] // Azure leaves the message out
            : throw WireException.Invalid("choices[0].message", "is required.");
        var matched = FinishReasons.Matched(choice);
        var stop = FinishReasons.Read(finish, blocks.Any(b => b is ToolCallBlock), blocks.Any(b => b is RefusalBlock), matched);
        return new Reply
        {
            Id = id,
            Model = body.Find("model", ""),
            Blocks = blocks,
            Stop = stop,
            StopSequence = stop == StopReason.StopSequence ? matched : null,
            Usage = UsageReader.Read(body, Usage.Unreported),
        };
    }

    private static List<Block> Blocks(JsonElement message, string? id)
    {
        var blocks = new List<Block>();
        if (DeltaText.Thinking(message) is { } thinking) blocks.Add(new ThinkingBlock(thinking));
        if (DeltaText.Text(message) is { } text) blocks.Add(new TextBlock(text));
        if (DeltaText.Refusal(message) is { } refusal) blocks.Add(new RefusalBlock(refusal));
        if (message.Field("tool_calls") is { } calls)
            foreach (var (call, path) in calls.Items("choices[0].message.tool_calls")) blocks.Add(Call(call, path, id, blocks.Count));
        if (message.Field("function_call") is { } function)
            blocks.Add(Function(function, "choices[0].message.function_call", InventId(id, blocks.Count)));
        return blocks;
    }

    /// <summary>For servers that send calls without ids.</summary>
    public static string InventId(string? replyId, int block) => "call_" + ToolIds.Hash($"{replyId}/{block}", 24);

    private static ToolCallBlock Call(JsonElement call, string path, string? replyId, int block) =>
        call.Field("function") is { } function
            ? Function(function, path + ".function", call.Find("id", path) is { Length: > 0 } id ? id : InventId(replyId, block))
            : throw WireException.Invalid(path + ".function", "is required.");

    private static ToolCallBlock Function(JsonElement function, string path, string id)
    {
        var arguments = function.Field("arguments") switch
        {
            null => "",
            { ValueKind: JsonValueKind.Object } whole => whole.Raw(path + ".arguments"), // some servers forget to make it a string
            { } text => text.Text(path + ".arguments"),
        };
        return new ToolCallBlock(id, function.Need("name", path), arguments.Length > 0 ? arguments : "{}");
    }
}
