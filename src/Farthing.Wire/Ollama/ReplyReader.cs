using System.Text.Json;

namespace Farthing.Wire.Ollama;

internal static class ReplyReader
{
    public static Reply Read(JsonElement body)
    {
        if (body.Field("done")?.Flag("done") is not true) throw WireException.Invalid("done", "is not true: the answer is not complete.");
        var blocks = Blocks(body);
        return new Reply
        {
            Model = body.Find("model", ""),
            Blocks = blocks,
            Stop = Counts.Stop(body.Find("done_reason", ""), blocks.Any(b => b is ToolCallBlock)),
            Usage = Counts.Read(body),
        };
    }

    /// <summary>What one document says: the text in <c>message</c> or, from generate, beside it.</summary>
    /// <param name="calls">Calls that earlier lines of the stream held.</param>
    public static List<Block> Blocks(JsonElement e, int calls = 0)
    {
        var blocks = new List<Block>();
        var message = e.Field("message") ?? e;
        if (message.Find("thinking", "message") is { Length: > 0 } thinking) blocks.Add(new ThinkingBlock(thinking));
        if ((e.Find("response", "") ?? message.Find("content", "message")) is { Length: > 0 } text) blocks.Add(new TextBlock(text));
        if (message.Field("tool_calls") is { } found)
            foreach (var (call, path) in found.Items("message.tool_calls"))
                blocks.Add(MessageReader.Call(call, path, InventId(e, calls++)));
        return blocks;
    }

    /// <summary>For servers that send calls without ids: distinct over the turns of a conversation, since the time is in it.</summary>
    private static string InventId(JsonElement e, int call) => "call_" + ToolIds.Hash($"{e.Find("created_at", "")}/{call}", 24);
}
