using System.Buffers;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>Same dialect on both sides: the bytes pass. Only the usage chunk is held back where we asked for it and the caller did not.</summary>
internal sealed class PassingStream : IStreamPath
{
    private readonly Dialect _dialect;
    private readonly ReplyFrame _frame;
    private readonly StreamTally _tally;
    private readonly SseHandler _observe;
    private readonly bool _hideUsage;
    private readonly byte[] _last = new byte[3]; // what the caller got last, to know where an event ends

    public PassingStream(Dialect dialect, ReplyFrame frame, bool hideUsage)
    {
        (_dialect, _frame, _hideUsage) = (dialect, frame, hideUsage);
        _tally = dialect.NewTally();
        _observe = hideUsage ? ObserveAndRewrite : _tally.Observe;
    }

    public ArrayBufferWriter<byte> Pending { get; } = new(2 * 1024);

    public void Take(ReadOnlySpan<byte> chunk, IStreamScanner scanner)
    {
        scanner.Feed(chunk, _observe);
        if (_tally.Unreadable is { } unreadable) throw new WireException(unreadable);
        if (_hideUsage) return;
        Pending.Write(chunk);
        Remember(chunk);
    }

    public WireError? End(IStreamScanner scanner)
    {
        scanner.Finish(_observe);
        if (_tally.Error is { } said) return said;
        return _tally.IsComplete ? null : new WireError(502, WireErrorKind.Unavailable, "the provider ended its answer before it was complete");
    }

    public void Ping()
    {
        if (IsBetweenEvents) _dialect.WriteStream(_frame, Pending).WritePing();
    }

    public void Fail(WireError error)
    {
        if (_tally.Error is not null) return; // the provider's own error event has passed already
        if (!IsBetweenEvents) return; // half an event cannot be taken back, only completed to a broken one: the reset alone says it better
        _dialect.WriteStream(_frame, Pending).WriteError(error);
    }

    public void Report(Call call) => (call.Model, call.Stop, call.Usage) = (_tally.Model, _tally.Stop, _tally.Usage);

    private bool IsBetweenEvents => _dialect.Framing == Framing.Lines
        ? _last[2] is 0 or (byte)'\n'
        : _last[2] == 0 || _last is [_, (byte)'\n', (byte)'\n'] or [_, (byte)'\r', (byte)'\r'] or [(byte)'\n', (byte)'\r', (byte)'\n'];

    private void Remember(ReadOnlySpan<byte> chunk)
    {
        var kept = Math.Max(0, _last.Length - chunk.Length);
        _last.AsSpan(_last.Length - kept).CopyTo(_last);
        chunk[^(_last.Length - kept)..].CopyTo(_last.AsSpan(kept));
    }

    private void ObserveAndRewrite(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data)
    {
        _tally.Observe(eventType, data);
        if (!_tally.IsUsageOnly) SseWriter.Write(Pending, eventType, data.Span);
    }
}
