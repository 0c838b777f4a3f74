using System.Text.Json;

namespace Farthing.Wire.Ollama;

/// <summary>Reads lines: each says a piece of thinking or text, or calls whole; the last is <c>done</c> and counts.</summary>
internal sealed class StreamReader : IStreamReader
{
    private Block? _open;
    private int _index;
    private int _blocks;
    private int _calls;
    private bool _started;
    private bool _done;
    private WireError? _error;

    public void Read(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data, Action<ReplyEvent> to)
    {
        if (_done || _error is not null) return;
        ProviderAnswer.Read(data, root => Line(root, to));
    }

    public WireError? End(Action<ReplyEvent> to) => _error ?? (_done ? null : ProviderAnswer.CutShort("done line"));

    private void Line(JsonElement e, Action<ReplyEvent> to)
    {
        if (e.Field("error") is not null)
        {
            _error = OllamaDialect.Error(200, e);
            to(new ReplyFailed(_error));
            return;
        }
        if (!_started) to(new ReplyStarted(null, e.Find("model", ""), Usage.Unreported));
        _started = true;
        foreach (var block in ReplyReader.Blocks(e, _calls)) Add(block, to);
        if (e.Field("done")?.Flag("done") is not true) return;
        Close(to);
        to(new UsageReported(Counts.Read(e)));
        _done = true;
        to(new ReplyStopped(Counts.Stop(e.Find("done_reason", ""), _calls > 0)));
    }

    private void Add(Block block, Action<ReplyEvent> to)
    {
        if (block is ToolCallBlock call)
        {
            Close(to);
            _calls++;
            to(new BlockStarted(_blocks, call with { Arguments = "" }));
            to(new BlockDelta(_blocks, call.Arguments));
            to(new BlockStopped(_blocks++));
            return;
        }
        if (_open?.GetType() != block.GetType())
        {
            Close(to);
            _open = block is ThinkingBlock ? new ThinkingBlock("") : new TextBlock("");
            _index = _blocks++;
            to(new BlockStarted(_index, _open));
        }
        to(new BlockDelta(_index, block is ThinkingBlock t ? t.Text : ((TextBlock)block).Text));
    }

    private void Close(Action<ReplyEvent> to)
    {
        if (_open is not null) to(new BlockStopped(_index));
        _open = null;
    }
}
