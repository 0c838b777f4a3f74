using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Farthing.Wire.Ollama;

/// <summary>Writes lines: text and thinking as they come, each call whole in one line, one line that is done.</summary>
internal sealed class StreamWriter(ReplyFrame frame, bool isPrompt, IBufferWriter<byte> to) : IStreamWriter
{
    private readonly Dictionary<int, (Block Block, StringBuilder Arguments)> _open = [];
    private Usage _usage = Usage.Unreported;
    private bool _closed;

    public void Write(ReplyEvent e)
    {
        if (_closed) return;
        switch (e)
        {
            case ReplyStarted s: _usage = _usage.UpdatedBy(s.Usage); break;
            case BlockStarted b: BlockStart(b); break;
            case BlockDelta d: Delta(d); break;
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
        to.Write(OllamaDialect.ErrorText(error));
        to.Write("\n"u8);
    }

    /// <summary>There are no comments in lines of JSON: a line that says nothing is what clients pass over.</summary>
    public void WritePing()
    {
        if (!_closed) Line("", "", []);
    }

    private void BlockStart(BlockStarted b)
    {
        BlockStop(b.Index); // an index that begins anew ends what it was before
        _open[b.Index] = (b.Block, new StringBuilder());
        if (ReplyWriter.TextOf(b.Block) is { Length: > 0 } text) Line(text, "", []);
        else if (b.Block is ThinkingBlock { Text.Length: > 0 } thinking) Line("", thinking.Text, []);
    }

    private void Delta(BlockDelta d)
    {
        if (!_open.TryGetValue(d.Index, out var open) || d.Text.Length == 0) return;
        switch (open.Block)
        {
            case TextBlock or RefusalBlock: Line(d.Text, "", []); break;
            case ThinkingBlock: Line("", d.Text, []); break;
            case ToolCallBlock: open.Arguments.Append(d.Text); break;
        }
    }

    private void BlockStop(int index)
    {
        if (!_open.Remove(index, out var open)) return;
        if (open.Block is ToolCallBlock call && !isPrompt) Line("", "", [call with { Arguments = open.Arguments.ToString() }]);
    }

    private void Stop(ReplyStopped s)
    {
        foreach (var index in _open.Keys.Order().ToList()) BlockStop(index);
        _closed = true;
        Write(w =>
        {
            ReplyWriter.Said(w, "", "", [], frame, isPrompt);
            Counts.Write(w, s.Reason, _usage, frame);
        });
    }

    private void Line(string text, string thinking, IReadOnlyList<ToolCallBlock> calls) => Write(w =>
    {
        ReplyWriter.Said(w, text, thinking, calls, frame, isPrompt);
        w.WriteBoolean("done", false);
    });

    private void Write(Action<Utf8JsonWriter> fields)
    {
        SseWriter.WriteUnbroken(to, JsonWrite.Bytes(json =>
        {
            json.WriteStartObject();
            ReplyWriter.Head(json, frame);
            fields(json);
            json.WriteEndObject();
        }));
        to.Write("\n"u8);
    }
}
