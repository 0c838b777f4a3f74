using System.Text.Json;

namespace Farthing.Wire.Ollama;

internal static class ReplyWriter
{
    public static void Write(Reply reply, ReplyFrame frame, bool isPrompt, Utf8JsonWriter to, LossGate gate)
    {
        foreach (var block in reply.Blocks) Note(block, isPrompt, gate);
        to.WriteStartObject();
        Head(to, frame);
        var thinking = string.Concat(reply.Blocks.OfType<ThinkingBlock>().Select(t => t.Text));
        Said(to, string.Concat(reply.Blocks.Select(TextOf)), thinking, isPrompt ? [] : [.. reply.Blocks.OfType<ToolCallBlock>()], frame, isPrompt);
        Counts.Write(to, reply.Stop, reply.Usage, frame);
        to.WriteEndObject();
    }

    public static void Head(Utf8JsonWriter to, ReplyFrame frame)
    {
        to.WriteString("model", frame.Model);
        to.WriteString("created_at", DateTimeOffset.FromUnixTimeSeconds(frame.Created).UtcDateTime);
    }

    /// <summary>What a document says: in a message, or from generate beside it.</summary>
    public static void Said(Utf8JsonWriter to, string text, string thinking, IReadOnlyList<ToolCallBlock> calls, ReplyFrame frame, bool isPrompt)
    {
        if (!isPrompt)
        {
            to.WriteStartObject("message");
            to.WriteString("role", "assistant");
        }
        to.WriteString(isPrompt ? "response" : "content", text);
        if (thinking.Length > 0) to.WriteString("thinking", thinking);
        if (calls.Count > 0)
        {
            to.WriteStartArray("tool_calls");
            foreach (var call in calls) Call(to, call, frame);
            to.WriteEndArray();
        }
        if (!isPrompt) to.WriteEndObject();
    }

    public static string? TextOf(Block block) => block switch
    {
        TextBlock t => t.Text,
        RefusalBlock r => r.Text,
        _ => null,
    };

    private static void Call(Utf8JsonWriter to, ToolCallBlock call, ReplyFrame frame)
    {
        to.WriteStartObject();
        to.WriteString("id", call.Id);
        to.WriteStartObject("function");
        to.WriteString("name", frame.ToolName(call.Name));
        to.WritePropertyName("arguments");
        ToolArguments.Write(call.Arguments, to);
        to.WriteEndObject();
        to.WriteEndObject();
    }

    private static void Note(Block block, bool isPrompt, LossGate gate)
    {
        switch (block)
        {
            case ThinkingBlock { SignedBy: not null } or RedactedThinkingBlock: gate.Lose("thinking_signed", "content"); break;
            case ToolCallBlock when isPrompt: gate.Lose("tool_call", "content"); break;
            case UnknownBlock unknown: gate.Carries(unknown.Type, "content", isBlock: true); break;
        }
        if (block is not UnknownBlock) gate.Lose(block.Extras, "content");
    }
}
