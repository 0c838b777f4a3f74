using System.Text.Json;

namespace Farthing.Wire.Anthropic;

internal static class ReplyWriter
{
    public static void Write(Reply reply, ReplyFrame frame, Utf8JsonWriter to, LossGate gate)
    {
        to.WriteStartObject();
        to.WriteString("id", reply.Id is { Length: > 0 } id ? id : frame.Id);
        to.WriteString("type", "message");
        to.WriteString("role", "assistant");
        to.WriteString("model", frame.Model);
        to.WriteStartArray("content");
        for (var i = 0; i < reply.Blocks.Count; i++)
            if (Carries(reply.Blocks[i], $"content[{i}]", gate)) One(reply.Blocks[i], frame, to);
        to.WriteEndArray();
        Stop(to, reply.Stop, reply.StopSequence);
        UsageReader.Write(to, reply.Usage);
        to.WriteEndObject();
    }

    public static void Stop(Utf8JsonWriter to, StopReason reason, string? sequence)
    {
        to.WriteString("stop_reason", StopNames.Of(reason));
        to.WriteString("stop_sequence", reason == StopReason.StopSequence ? sequence : null);
    }

    private static bool Carries(Block block, string path, LossGate gate)
    {
        if (block is not UnknownBlock) gate.Lose(block.Extras, path);
        return block switch
        {
            TextBlock t => t.Text.Length > 0,
            RefusalBlock r => r.Text.Length > 0,
            UnknownBlock u => u.Dialect == AnthropicDialect.DialectName || gate.Carries(u.Type, path, isBlock: true),
            _ => true,
        };
    }

    private static void One(Block block, ReplyFrame frame, Utf8JsonWriter to)
    {
        if (block is UnknownBlock unknown)
        {
            to.Raw(unknown.Raw);
            return;
        }
        to.WriteStartObject();
        switch (block)
        {
            case TextBlock b: Text(b.Text, to); break;
            case RefusalBlock b: Text(b.Text, to); break;
            case ThinkingBlock b:
                to.WriteString("type", "thinking");
                to.WriteString("thinking", b.Text);
                to.WriteString("signature", Seal.Write(b.Signature, b.SignedBy, AnthropicDialect.DialectName));
                break;
            case RedactedThinkingBlock b:
                to.WriteString("type", "redacted_thinking");
                to.WriteString("data", Seal.Write(b.Payload, b.SignedBy, AnthropicDialect.DialectName));
                break;
            case ToolCallBlock b:
                to.WriteString("type", "tool_use");
                to.WriteString("id", ToolIds.Fit(b.Id, AnthropicDialect.ToolIdLength));
                to.WriteString("name", frame.ToolName(b.Name));
                to.WritePropertyName("input");
                ToolArguments.Write(b.Arguments, to);
                CalledByModel(to);
                break;
        }
        to.WriteEndObject();
    }

    /// <summary>That the model itself makes the call, and not code that it runs: Anthropic's own clients do not take a call that leaves it open.</summary>
    public static void CalledByModel(Utf8JsonWriter to)
    {
        to.WriteStartObject("caller");
        to.WriteString("type", "direct");
        to.WriteEndObject();
    }

    private static void Text(string text, Utf8JsonWriter to)
    {
        to.WriteString("type", "text");
        to.WriteString("text", text);
    }
}
