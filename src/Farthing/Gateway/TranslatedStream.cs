using System.Buffers;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>Different dialects: provider's events to neutral ones to the caller's, through the two state machines of Wire.</summary>
internal sealed class TranslatedStream : IStreamPath
{
    private readonly IStreamReader _reader;
    private readonly IStreamWriter _writer;
    private readonly SseHandler _read;
    private readonly Action<ReplyEvent> _pass;
    private readonly ReplySize _size = new();
    private Usage _usage = Usage.Unreported;
    private StopReason? _stop;
    private string? _model;
    private bool _failed;

    public TranslatedStream(Dialect from, Dialect to, ReplyFrame frame)
    {
        _reader = from.ReadStream();
        _writer = to.WriteStream(frame, Pending);
        _pass = Pass;
        _read = (type, data) => _reader.Read(type, data, _pass);
    }

    public ArrayBufferWriter<byte> Pending { get; } = new(2 * 1024);

    public void Take(ReadOnlySpan<byte> chunk, IStreamScanner scanner) => scanner.Feed(chunk, _read);

    public WireError? End(IStreamScanner scanner)
    {
        scanner.Finish(_read);
        return _reader.End(_pass);
    }

    public void Ping() => _writer.WritePing();

    public void Fail(WireError error)
    {
        if (!_failed) _writer.WriteError(error);
    }

    public void Report(Call call) => (call.Model, call.Stop, call.Usage) = (_model, _stop, _usage);

    private void Pass(ReplyEvent e)
    {
        _size.Add(e);
        switch (e)
        {
            case ReplyStarted started:
                _model = started.Model;
                _usage = _usage.UpdatedBy(started.Usage);
                break;
            case UsageReported reported:
                _usage = _usage.UpdatedBy(reported.Usage);
                break;
            case ReplyStopped stopped:
                _stop = stopped.Reason;
                break;
            case ReplyFailed:
                _failed = true;
                break;
        }

        _writer.Write(e);
    }
}
