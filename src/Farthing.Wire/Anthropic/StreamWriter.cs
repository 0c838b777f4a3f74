using System.Buffers;
using System.Text;

namespace Farthing.Wire.Anthropic;

/// <summary>
/// Writes a Messages stream: one open block at a time, indexes contiguous from 0, message_stop exactly once.
/// Of several open blocks the first is written live and the others wait until it has stopped.
/// </summary>
internal sealed class StreamWriter(ReplyFrame frame, IBufferWriter<byte> to) : IStreamWriter
{
    private readonly StreamEvents _events = new(to);
    private readonly Dictionary<int, Waiting> _waiting = []; // those that may still grow
    private readonly Queue<Waiting> _order = new();
    private Usage _usage = Usage.Unreported;
    private int _next;
    private int? _live;
    private bool _unsigned; // whether the live block is thinking that has no signature yet
    private bool _started;
    private bool _closed;

    public void Write(ReplyEvent e)
    {
        if (_closed) return;
        switch (e)
        {
            case ReplyStarted s: Start(s); break;
            case BlockStarted b when IsWritten(b.Block): BlockStart(b); break;
            case BlockDelta d: Delta(d.Index, d.Text); break;
            case SignatureDelta s: Signature(s.Index, Seal.Write(s.Signature, s.SignedBy, AnthropicDialect.DialectName)); break;
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
        _events.Write("error"u8, w => Errors.Body(error, w));
    }

    public void WritePing()
    {
        if (!_closed) _events.Ping();
    }

    private static bool IsWritten(Block block) => block switch
    {
        UnknownBlock u => u.Dialect == AnthropicDialect.DialectName,
        _ => true,
    };

    private void Start(ReplyStarted s)
    {
        if (_started) return;
        _started = true;
        _usage = s.Usage;
        _events.Start(s.Id is { Length: > 0 } id ? id : frame.Id, frame.Model, s.Usage);
    }

    private void BlockStart(BlockStarted b)
    {
        if (!_started) Start(new ReplyStarted(null, null, Usage.Unreported));
        BlockStop(b.Index); // an index that begins anew ends what it was before
        if (_live is not null)
        {
            _order.Enqueue(_waiting[b.Index] = new Waiting(b.Index, b.Block));
            return;
        }
        Live(b.Index, b.Block);
    }

    private void Live(int index, Block block)
    {
        (_live, _unsigned) = (index, block is ThinkingBlock);
        _events.BlockStart(_next, block, frame);
    }

    private void Delta(int index, string text)
    {
        if (index == _live) _events.Delta(_next, text);
        else if (_waiting.TryGetValue(index, out var waiting)) waiting.Text.Append(text);
    }

    private void Signature(int index, string signature)
    {
        if (index == _live) SignLive(signature);
        else if (_waiting.TryGetValue(index, out var waiting)) waiting.Signature.Append(signature);
    }

    private void BlockStop(int index)
    {
        if (_waiting.Remove(index, out var stopped)) stopped.IsStopped = true;
        if (index != _live) return;
        EndLive();
        while (_live is null && _order.TryDequeue(out var waiting))
        {
            if (!waiting.IsStopped) _waiting.Remove(waiting.Index);
            Live(waiting.Index, waiting.Block);
            if (waiting.Text.Length > 0) _events.Delta(_next, waiting.Text.ToString());
            if (waiting.Signature.Length > 0) SignLive(waiting.Signature.ToString());
            if (waiting.IsStopped) EndLive();
        }
    }

    private void SignLive(string signature)
    {
        _unsigned = false;
        _events.Signature(_next, signature);
    }

    private void EndLive()
    {
        if (_unsigned) SignLive(Seal.Unsigned);
        _events.BlockStop(_next++);
        _live = null;
    }

    private void Stop(ReplyStopped s)
    {
        if (!_started) Start(new ReplyStarted(null, null, Usage.Unreported));
        while (_live is { } live) BlockStop(live);
        _closed = true;
        _events.Stop(s, _usage);
    }

    private sealed class Waiting(int index, Block block)
    {
        public int Index => index;

        public Block Block => block;

        public StringBuilder Text { get; } = new();

        public StringBuilder Signature { get; } = new();

        public bool IsStopped { get; set; }
    }
}
