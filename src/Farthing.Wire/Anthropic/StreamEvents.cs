using System.Buffers;
using System.Text.Json;

namespace Farthing.Wire.Anthropic;

/// <summary>The events of a Messages stream, one method each; the <c>event:</c> line equals the type.</summary>
internal sealed class StreamEvents(IBufferWriter<byte> to)
{
    private readonly SseJson _event = new(to);
    private DeltaKind _kind;

    private enum DeltaKind { None, Text, Thinking, Arguments }

    public void Start(string id, string model, Usage usage) => Write("message_start"u8, w =>
    {
        w.WriteStartObject("message");
        w.WriteString("id", id);
        w.WriteString("type", "message");
        w.WriteString("role", "assistant");
        w.WriteString("model", model);
        w.WriteStartArray("content");
        w.WriteEndArray();
        w.WriteNull("stop_reason");
        w.WriteNull("stop_sequence");
        UsageReader.Write(w, usage);
        w.WriteEndObject();
    });

    public void BlockStart(int index, Block block, ReplyFrame frame)
    {
        _kind = block switch { ToolCallBlock => DeltaKind.Arguments, ThinkingBlock => DeltaKind.Thinking, RedactedThinkingBlock or UnknownBlock => DeltaKind.None, _ => DeltaKind.Text };
        Write("content_block_start"u8, w =>
        {
            w.WriteNumber("index", index);
            w.WritePropertyName("content_block");
            Block(block, frame, w);
        });
        if (block is TextBlock { Text.Length: > 0 } or RefusalBlock { Text.Length: > 0 } or ThinkingBlock { Text.Length: > 0 })
            Delta(index, block switch { TextBlock t => t.Text, RefusalBlock r => r.Text, ThinkingBlock t => t.Text, _ => "" });
    }

    public void Delta(int index, string text)
    {
        if (_kind == DeltaKind.None) return; // such a block comes whole
        var (type, field) = _kind switch
        {
            DeltaKind.Arguments => ("input_json_delta", "partial_json"),
            DeltaKind.Thinking => ("thinking_delta", "thinking"),
            _ => ("text_delta", "text"),
        };
        Delta(index, type, field, text);
    }

    public void Signature(int index, string signature)
    {
        if (_kind == DeltaKind.Thinking) Delta(index, "signature_delta", "signature", signature);
    }

    public void BlockStop(int index)
    {
        Begin("content_block_stop"u8).WriteNumber("index"u8, index);
        _event.Finish("content_block_stop"u8);
    }

    public void Stop(ReplyStopped stop, Usage usage)
    {
        Write("message_delta"u8, w =>
        {
            w.WriteStartObject("delta");
            ReplyWriter.Stop(w, stop.Reason, stop.StopSequence);
            w.WriteEndObject();
            UsageReader.Write(w, usage);
        });
        Write("message_stop"u8, _ => { });
    }

    public void Ping() => Write("ping"u8, _ => { });

    public void Write(ReadOnlySpan<byte> type, Action<Utf8JsonWriter> fields)
    {
        fields(Begin(type));
        _event.Finish(type);
    }

    private void Delta(int index, string type, string field, string text)
    {
        var json = Begin("content_block_delta"u8);
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("delta"u8);
        json.WriteString("type"u8, type);
        json.WriteString(field, text);
        json.WriteEndObject();
        _event.Finish("content_block_delta"u8);
    }

    private Utf8JsonWriter Begin(ReadOnlySpan<byte> type)
    {
        var json = _event.Begin();
        json.WriteString("type"u8, type);
        return json;
    }

    private static void Block(Block block, ReplyFrame frame, Utf8JsonWriter w)
    {
        if (block is UnknownBlock unknown)
        {
            w.Raw(unknown.Raw);
            return;
        }
        w.WriteStartObject();
        switch (block)
        {
            case ToolCallBlock call:
                w.WriteString("type", "tool_use");
                w.WriteString("id", ToolIds.Fit(call.Id, AnthropicDialect.ToolIdLength));
                w.WriteString("name", frame.ToolName(call.Name));
                w.WriteStartObject("input");
                w.WriteEndObject();
                ReplyWriter.CalledByModel(w);
                break;
            case ThinkingBlock:
                w.WriteString("type", "thinking");
                w.WriteString("thinking", "");
                w.WriteString("signature", "");
                break;
            case RedactedThinkingBlock redacted:
                w.WriteString("type", "redacted_thinking");
                w.WriteString("data", Seal.Write(redacted.Payload, redacted.SignedBy, AnthropicDialect.DialectName));
                break;
            default:
                w.WriteString("type", "text");
                w.WriteString("text", "");
                break;
        }
        w.WriteEndObject();
    }
}
