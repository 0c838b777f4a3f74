using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

/// <summary>Writes chat.completion.chunk events: role first, one finish_reason, the usage chunk if asked for, [DONE] exactly once.</summary>
internal sealed class StreamWriter(ReplyFrame frame, IBufferWriter<byte> to) : IStreamWriter
{
    private readonly SseJson _event = new(to);
    private readonly Dictionary<int, OpenBlock> _open = [];
    private int _calls;
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
        BlockStop(b.Index); // an index that begins anew ends what it was before
        _open[b.Index] = new OpenBlock(b.Block, _calls);
        if (b.Block is ToolCallBlock call)
        {
            Begin();
            CallStart(_calls++);
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
        if (!_open.TryGetValue(index, out var open) || text.Length == 0) return;
        switch (open.Block)
        {
            case TextBlock: Text("content"u8, text); break;
            case RefusalBlock: Text("refusal"u8, text); break;
            case ThinkingBlock:
                open.Thought.Append(text);
                Text("reasoning_content"u8, text);
                break;
            case ToolCallBlock:
                open.HasArguments = true;
                Begin();
                CallStart(open.Call);
                CallEnd(null, text);
                Finish(null);
                break;
        }
    }

    private void Sign(SignatureDelta s)
    {
        if (_open.GetValueOrDefault(s.Index) is { Block: ThinkingBlock } open) open.Sign(s);
    }

    private void BlockStop(int index)
    {
        if (!_open.TryGetValue(index, out var open)) return;
        if (open.Whole is var whole && ReasoningDetails.IsSealed(whole))
        {
            Begin();
            _json.WriteStartArray(ReasoningDetails.Field);
            ReasoningDetails.Write(whole, _details++, _json);
            _json.WriteEndArray();
            Finish(null);
        }
        // A call without arguments still owes its callers a JSON object.
        if (open is { Block: ToolCallBlock, HasArguments: false }) Delta(index, "{}");
        _open.Remove(index);
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
        foreach (var index in _open.Keys.Order().ToList()) BlockStop(index);
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

    /// <param name="call">Its number among the calls, where it is one.</param>
    private sealed class OpenBlock(Block block, int call)
    {
        private readonly StringBuilder _signature = new();
        private string? _signedBy;

        public Block Block => block;

        /// <summary>A signed thought is repeated whole.</summary>
        public StringBuilder Thought { get; } = new();

        public Block Whole => block switch
        {
            ThinkingBlock t when _signedBy is not null => t with { Text = Thought.ToString(), Signature = t.Signature + _signature, SignedBy = _signedBy },
            ThinkingBlock t => t with { Text = Thought.ToString() },
            _ => block,
        };

        public int Call => call;

        public bool HasArguments { get; set; }

        public void Sign(SignatureDelta s)
        {
            _signature.Append(s.Signature);
            _signedBy = s.SignedBy;
        }
    }
}
