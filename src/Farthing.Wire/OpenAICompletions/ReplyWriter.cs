using System.Text.Json;

namespace Farthing.Wire.OpenAICompletions;

internal static class ReplyWriter
{
    public static void Write(Reply reply, ReplyFrame frame, Utf8JsonWriter to, LossGate gate)
    {
        foreach (var block in reply.Blocks) Note(block, gate);
        to.WriteStartObject();
        Head(to, reply.Id is { Length: > 0 } id ? id : frame.Id, frame);
        Choice(to, string.Concat(reply.Blocks.Select(TextOf)), Finish(reply.Stop));
        to.WriteEndArray();
        OpenAIChat.UsageReader.Write(to, reply.Usage);
        to.WriteEndObject();
    }

    /// <summary>All that comes before the choices, whose array is left open.</summary>
    public static void Head(Utf8JsonWriter to, string id, ReplyFrame frame)
    {
        to.WriteString("id", id);
        to.WriteString("object", "text_completion");
        to.WriteNumber("created", frame.Created);
        to.WriteString("model", frame.Model);
        to.WriteStartArray("choices");
    }

    public static void Choice(Utf8JsonWriter to, string text, string? finish)
    {
        to.WriteStartObject();
        to.WriteString("text", text);
        to.WriteNumber("index", 0);
        to.WriteNull("logprobs");
        to.WriteString("finish_reason", finish);
        to.WriteEndObject();
    }

    /// <summary>There are no calls here, so none can be what the answer stopped for.</summary>
    public static string Finish(StopReason stop) => stop == StopReason.ToolUse ? "stop" : OpenAIChat.FinishReasons.Write(stop);

    public static string? TextOf(Block block) => block switch
    {
        TextBlock t => t.Text,
        RefusalBlock r => r.Text,
        _ => null,
    };

    private static void Note(Block block, LossGate gate)
    {
        if (block is UnknownBlock unknown) gate.Carries(unknown.Type, "content", isBlock: true);
        else if (block is ThinkingBlock or RedactedThinkingBlock) gate.Lose("thinking", "content");
        else gate.Lose(block.Extras, "content");
    }
}
