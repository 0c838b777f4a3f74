using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

/// <summary>Writes chat.completion.chunk events: role first, one finish_reason, the usage chunk if asked for, [DONE] exactly once.</summary>
internal sealed class StreamWriter(ReplyFrame frame, IBufferWriter<byte> to) : IStreamWriter
{
    private readonly SseJson _event = new(to);
    private readonly Dictionary<int, Block> _open = [];
    private readonly Dictionary<int, (int Call, bool HasArguments)> _calls = [];
    private readonly Dictionary<int, StringBuilder> _thoughts = []; // a signed thought is repeated whole
    private int _details;
    private Utf8JsonWriter _json = null!; // the open event's
    private Usage _usage = Usage.Unreported;
    private string _id = frame.Id;
    private bool _started;
    private bool _closed;

    public void Write(ReplyEvent e)
    {
        if (_closed) return;
        switch (e)
        {
            case ReplyStarted s: Start(s); break;
            case BlockStarted b: BlockStart(b); break;
            case BlockDelta d: Delta(d.Index, d.Text); break;
            case SignatureDelta s: Sign(s); break;
            case BlockStopped s: BlockStop(s.Index); break;
            case UsageReported u: _usage = _usage.UpdatedBy(u.Usage); break;
            case ReplyFailed f: WriteError(f.Error); break;
            case ReplyPing: WritePing(); break;
            case ReplyStopped s: Stop(s); break;
        }
    }

    public void WriteError(WireError error)
    {
        if (_closed) return;
        _closed = true;
        SseWriter.Write(to, default, Errors.Write(error));
    }

    /// <summary>A comment: clients of this dialect are not safe with chunks that say nothing.</summary>
    public void WritePing()
    {
        if (!_closed) to.Write(": ping\n\n"u8);
    }

    private void Start(ReplyStarted? s)
    {
        if (_started) return;
        _started = true;
        if (s?.Id is { Length: > 0 } id) _id = id;
        if (s is not null) _usage = _usage.UpdatedBy(s.Usage);
        Begin();
        _json.WriteString("role"u8, "assistant"u8);
        _json.WriteString("content"u8, ""u8);
        Finish(null);
    }

    private void BlockStart(BlockStarted b)
    {
        Start(null);
        _open[b.Index] = b.Block;
        if (b.Block is ThinkingBlock) _thoughts[b.Index] = new StringBuilder();
        if (b.Block is ToolCallBlock call)
        {
            _calls[b.Index] = (_calls.Count, false);
            Begin();
            CallStart(_calls[b.Index].Call);
            _json.WriteString("id"u8, ToolIds.Fit(call.Id, OpenAIChatDialect.ToolIdLength));
            _json.WriteString("type"u8, "function"u8);
            CallEnd(frame.ToolName(call.Name), "");
            Finish(null);
        }
        var already = b.Block switch { TextBlock t => t.Text, RefusalBlock r => r.Text, ThinkingBlock t => t.Text, _ => "" };
        if (already.Length > 0) Delta(b.Index, already);
    }

    private void Delta(int index, string text)
    {
        switch (_open.GetValueOrDefault(index))
        {
            case TextBlock: Text("content"u8, text); break;
            case RefusalBlock: Text("refusal"u8, text); break;
            case ThinkingBlock:
                _thoughts[index].Append(text);
                Text("reasoning_content"u8, text);
                break;
            case ToolCallBlock:
                var (call, _) = _calls[index];
                _calls[index] = (call, true);
                Begin();
                CallStart(call);
                CallEnd(null, text);
                Finish(null);
                break;
        }
    }

    private void Sign(SignatureDelta s)
    {
        if (_open.GetValueOrDefault(s.Index) is ThinkingBlock t) _open[s.Index] = t with { Signature = t.Signature + s.Signature, SignedBy = s.SignedBy };
    }

    private void BlockStop(int index)
    {
        if (_open.GetValueOrDefault(index) is { } block && ReasoningDetails.IsSealed(block))
        {
            Begin();
            _json.WriteStartArray(ReasoningDetails.Field);
            ReasoningDetails.Write(block is ThinkingBlock t ? t with { Text = _thoughts[index].ToString() } : block, _details++, _json);
            _json.WriteEndArray();
            Finish(null);
        }
        // A call without arguments still owes its callers a JSON object.
        if (_calls.TryGetValue(index, out var call) && !call.HasArguments) Delta(index, "{}");
    }

    private void Text(ReadOnlySpan<byte> field, string text)
    {
        Begin();
        _json.WriteString(field, text);
        Finish(null);
    }

    private void Stop(ReplyStopped s)
    {
        Start(null);
        Begin();
        Finish(FinishReasons.Write(s.Reason));
        if (frame.IncludeUsage)
        {
            Head();
            _json.WriteEndArray();
            UsageReader.Write(_json, _usage);
            _event.Finish(default);
        }
        SseWriter.Write(to, default, "[DONE]"u8);
        _closed = true;
    }

    private void CallStart(int call)
    {
        _json.WriteStartArray("tool_calls"u8);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, call);
    }

    private void CallEnd(string? name, string arguments)
    {
        _json.WriteStartObject("function"u8);
        _json.Maybe("name", name);
        _json.WriteString("arguments"u8, arguments);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void Begin()
    {
        Head();
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, 0);
        _json.WriteStartObject("delta"u8);
    }

    private void Head()
    {
        _json = _event.Begin();
        _json.WriteString("id"u8, _id);
        _json.WriteString("object"u8, "chat.completion.chunk"u8);
        _json.WriteNumber("created"u8, frame.Created);
        _json.WriteString("model"u8, frame.Model);
        _json.WriteStartArray("choices"u8);
    }

    private void Finish(string? reason)
    {
        _json.WriteEndObject();
        _json.WriteNull("logprobs"u8);
        _json.WriteString("finish_reason", reason);
        _json.WriteEndObject();
        _json.WriteEndArray();
        _event.Finish(default);
    }
}
