using System.Buffers;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>
/// Writes a Responses stream: created and in_progress once, every item added, filled and done in that order, one end.
/// Clients take calls from <c>response.output_item.done</c> and the whole from <c>response.completed</c>, so both carry everything.
/// </summary>
internal sealed class StreamWriter(ReplyFrame frame, IBufferWriter<byte> to) : IStreamWriter
{
    private readonly StreamEvents _events = new(frame, to);
    private readonly Dictionary<int, OutputItem> _open = [];
    private readonly List<OutputItem> _items = [];
    private Usage _usage = Usage.Unreported;
    private string _id = "resp_" + frame.Id;
    private bool _started;
    private bool _closed;

    public void Write(ReplyEvent e)
    {
        if (_closed) return;
        switch (e)
        {
            case ReplyStarted s: Start(s); break;
            case BlockStarted b when ItemWriter.IsWritten(b.Block): BlockStart(b); break;
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
        if (_started) _events.Response("response.failed"u8, _id, "failed", null, error, [.. _items.Where(i => i.IsDone).Select(i => i.Whole)], _usage);
        else _events.Error(error);
    }

    /// <summary>
    /// Clients' timers take no notice of comments (wire.md §3.48), so an event that all of them know is repeated; before the first
    /// event only a comment is safe.
    /// </summary>
    public void WritePing()
    {
        if (_closed) return;
        if (_started) _events.Response("response.in_progress"u8, _id, "in_progress", null, null, [], null);
        else to.Write(": ping\n\n"u8);
    }

    private void Start(ReplyStarted? s)
    {
        if (_started) return;
        _started = true;
        _id = ReplyWriter.Id(s?.Id, frame);
        if (s is not null) _usage = _usage.UpdatedBy(s.Usage);
        _events.Response("response.created"u8, _id, "in_progress", null, null, [], null);
        _events.Response("response.in_progress"u8, _id, "in_progress", null, null, [], null);
    }

    private void BlockStart(BlockStarted b)
    {
        Start(null);
        BlockStop(b.Index); // an index that begins anew ends what it was before
        var item = new OutputItem(b.Block, _items.Count, frame);
        _items.Add(_open[b.Index] = item);
        _events.Item("response.output_item.added"u8, item, whole: false);
        if (item.Already.Length > 0) Delta(b.Index, item.Already);
    }

    private void Delta(int index, string text)
    {
        if (text.Length == 0 || !_open.TryGetValue(index, out var item) || item.Block is RedactedThinkingBlock) return;
        if (item.Text.Length == 0) _events.PartStart(item);
        item.Text.Append(text);
        if (!item.IsCustom) _events.Delta(item, text);
    }

    private void Sign(SignatureDelta s)
    {
        if (!_open.TryGetValue(s.Index, out var item)) return;
        item.Signature.Append(s.Signature);
        item.SignedBy = s.SignedBy;
    }

    private void BlockStop(int index)
    {
        if (!_open.Remove(index, out var item)) return;
        item.IsDone = true;
        if (item.IsEmptyProse) _events.PartStart(item);
        if (item.IsCustom) _events.Delta(item, item.Input);
        _events.PartEnd(item);
        _events.Item("response.output_item.done"u8, item, whole: true);
    }

    private void Stop(ReplyStopped s)
    {
        Start(null);
        foreach (var index in _open.Keys.Order().ToList()) BlockStop(index);
        _closed = true;
        var (status, incomplete) = Statuses.Write(s.Reason, _items.Any(i => i.Whole is RefusalBlock));
        _events.Response(status == "completed" ? "response.completed"u8 : "response.incomplete"u8, _id, status, incomplete, null, [.. _items.Select(i => i.Whole)], _usage);
    }
}
