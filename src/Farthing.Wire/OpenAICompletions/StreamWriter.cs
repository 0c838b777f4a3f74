using System.Buffers;

namespace Farthing.Wire.OpenAICompletions;

/// <summary>Writes text_completion chunks: text, one finish_reason, the usage chunk if asked for, [DONE] exactly once.</summary>
internal sealed class StreamWriter(ReplyFrame frame, IBufferWriter<byte> to) : IStreamWriter
{
    private readonly SseJson _event = new(to);
    private readonly HashSet<int> _prose = [];
    private Usage _usage = Usage.Unreported;
    private string _id = frame.Id;
    private bool _closed;

    public void Write(ReplyEvent e)
    {
        if (_closed) return;
        switch (e)
        {
            case ReplyStarted s:
                if (s.Id is { Length: > 0 } id) _id = id;
                _usage = _usage.UpdatedBy(s.Usage);
                break;
            case BlockStarted b when ReplyWriter.TextOf(b.Block) is { } text:
                _prose.Add(b.Index);
                if (text.Length > 0) Chunk(text, null);
                break;
            case BlockDelta d when _prose.Contains(d.Index): Chunk(d.Text, null); break;
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
        SseWriter.Write(to, default, OpenAIChat.Errors.Write(error));
    }

    public void WritePing()
    {
        if (!_closed) to.Write(": ping\n\n"u8);
    }

    private void Stop(ReplyStopped s)
    {
        Chunk("", ReplyWriter.Finish(s.Reason));
        if (frame.IncludeUsage)
        {
            var json = _event.Begin();
            ReplyWriter.Head(json, _id, frame);
            json.WriteEndArray();
            OpenAIChat.UsageReader.Write(json, _usage);
            _event.Finish(default);
        }
        SseWriter.Write(to, default, "[DONE]"u8);
        _closed = true;
    }

    private void Chunk(string text, string? finish)
    {
        var json = _event.Begin();
        ReplyWriter.Head(json, _id, frame);
        ReplyWriter.Choice(json, text, finish);
        json.WriteEndArray();
        _event.Finish(default);
    }
}
