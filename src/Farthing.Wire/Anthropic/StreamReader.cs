using System.Runtime.InteropServices;
using System.Text.Json;

namespace Farthing.Wire.Anthropic;

/// <summary>
/// Reads a Messages stream. States: before message_start, within, after message_stop or an error.
/// The <c>type</c> in the data counts; the <c>event:</c> line only repeats it.
/// </summary>
internal sealed class StreamReader : IStreamReader
{
    // Anthropic's block index → ours. Blocks get ours in the order they start, contiguous even where theirs are not.
    private readonly Dictionary<long, int> _open = [];
    private readonly HashSet<int> _quiet = [];
    private Usage _usage = Usage.Unreported;
    private StopReason? _stop;
    private string? _sequence;
    private string? _id;
    private int _blocks;
    private bool _started;
    private bool _done;
    private WireError? _error;

    public void Read(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data, Action<ReplyEvent> to)
    {
        if (_done || _error is not null || data.IsEmpty) return;
        ProviderAnswer.Read(data, root => Event(root, to));
    }

    public WireError? End(Action<ReplyEvent> to) =>
        _error ?? (_done ? null : ProviderAnswer.CutShort("message_stop"));

    private void Event(JsonElement e, Action<ReplyEvent> to)
    {
        switch (e.Need("type", ""))
        {
            case "message_start": Start(e, to); break;
            case "content_block_start": BlockStart(e, to); break;
            case "content_block_delta": Delta(e, to); break;
            case "content_block_stop": BlockStop(e, to); break;
            case "message_delta": MessageDelta(e, to); break;
            case "message_stop": Stop(to); break;
            case "ping": to(ReplyPing.Instance); break;
            case "error": Fail(Errors.FromEvent(e), to); break;
        }
    }

    private void Start(JsonElement e, Action<ReplyEvent> to)
    {
        var message = e.Field("message");
        var id = message?.Find("id", "message");
        if (_started)
        {
            // The same message announced again says nothing new; another one means that a proxy lost the first on its way and began anew.
            if (id is not null && id != _id) Fail(ProviderAnswer.Spliced(), to);
            return;
        }
        (_started, _id) = (true, id);
        if (message?.Field("usage") is { } usage) _usage = UsageReader.Read(JsonMarshal.GetRawUtf8Value(usage), _usage);
        to(new ReplyStarted(id, message?.Find("model", "message"), _usage));
        if (message is { } m) Whole(m, to);
    }

    /// <summary>With programmatic tool calling the whole message can stand in message_start, its stop reason too.</summary>
    private void Whole(JsonElement message, Action<ReplyEvent> to)
    {
        if (message.Field("content") is { ValueKind: JsonValueKind.Array } content)
            foreach (var block in content.EnumerateArray()) to(new BlockStopped(Open(block, to)));
        if (message.Find("stop_reason", "message") is { } reason) _stop = StopReasons.Read(reason);
        _sequence = message.Find("stop_sequence", "message");
    }

    private void BlockStart(JsonElement e, Action<ReplyEvent> to)
    {
        if (e.Field("content_block") is not { } content) throw WireException.Invalid("content_block", "is required.");
        _open[Index(e)] = Open(content, to);
    }

    private int Open(JsonElement content, Action<ReplyEvent> to)
    {
        var block = BlockReader.One(content, "content_block");
        var index = _blocks++;
        if (block is ToolCallBlock call)
        {
            to(new BlockStarted(index, call with { Arguments = "", Extras = null }));
            if (call.Arguments.AsSpan().IndexOf('"') >= 0) to(new BlockDelta(index, call.Arguments)); // whole input at once
            return index;
        }
        _ = block is TextBlock or ThinkingBlock || _quiet.Add(index);
        to(new BlockStarted(index, block is UnknownBlock u ? u with { Raw = u.Raw.Clone() } : block with { Extras = null }));
        return index;
    }

    private void Delta(JsonElement e, Action<ReplyEvent> to)
    {
        if (e.Field("delta") is not { } delta) throw WireException.Invalid("delta", "is required.");
        if (!_open.TryGetValue(Index(e), out var index)) throw WireException.Invalid("index", "names a block that is not open.");
        if (_quiet.Contains(index)) return; // the deltas of a block that nobody else understands
        var (field, type) = delta.Need("type", "delta") switch
        {
            "text_delta" => ("text", 0),
            "thinking_delta" => ("thinking", 0),
            "input_json_delta" => ("partial_json", 0),
            "signature_delta" => ("signature", 1),
            _ => ("", 2), // citations and what comes next year
        };
        if (type == 2 || delta.Find(field, "delta") is not { Length: > 0 } text) return;
        to(type == 1 ? new SignatureDelta(index, text, AnthropicDialect.DialectName) : new BlockDelta(index, text));
    }

    private void BlockStop(JsonElement e, Action<ReplyEvent> to)
    {
        if (_open.Remove(Index(e), out var index)) to(new BlockStopped(index));
    }

    private void MessageDelta(JsonElement e, Action<ReplyEvent> to)
    {
        if (e.Field("delta") is { } delta)
        {
            if (delta.Find("stop_reason", "delta") is { } reason) _stop = StopReasons.Read(reason);
            _sequence = delta.Find("stop_sequence", "delta") ?? _sequence;
        }
        if (e.Field("usage") is not { } usage) return;
        _usage = UsageReader.Read(JsonMarshal.GetRawUtf8Value(usage), _usage);
        to(new UsageReported(_usage));
    }

    private void Stop(Action<ReplyEvent> to)
    {
        if (_stop is not { } stop)
        {
            Fail(ProviderAnswer.CutShort("stop_reason"), to);
            return;
        }
        foreach (var index in _open.Values.Order()) to(new BlockStopped(index));
        _done = true;
        to(new ReplyStopped(stop, _sequence));
    }

    private void Fail(WireError error, Action<ReplyEvent> to)
    {
        _error = error;
        to(new ReplyFailed(error));
    }

    private static long Index(JsonElement e) => e.Field("index")?.Whole("index") ?? 0;
}
