using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>
/// Reads a Responses stream. The <c>type</c> in the data counts; some servers write no <c>event:</c> line.
/// Items open and close one by one; what a server leaves out of the deltas is taken from the item's own end.
/// </summary>
internal sealed class StreamReader : IStreamReader
{
    private readonly Dictionary<long, StreamItem> _items = [];
    private readonly ReplySize _size = new();
    private int _blocks;
    private bool _started;
    private bool _calls;
    private bool _refused;
    private bool _done;
    private WireError? _error;

    public void Read(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data, Action<ReplyEvent> to)
    {
        if (_done || _error is not null || data.IsEmpty || data.Span.SequenceEqual("[DONE]"u8)) return;
        ProviderAnswer.Read(data, root => Event(root, to));
    }

    public WireError? End(Action<ReplyEvent> to) => _error ?? (_done ? null : ProviderAnswer.CutShort("response.completed"));

    /// <summary>The error of a <c>response.failed</c> or <c>error</c> event.</summary>
    public static WireError Failure(JsonElement e)
    {
        if (e.Field("response") is { } response && ReplyReader.Failure(response) is { } failed) return failed;
        return OpenAIChat.Errors.FromEvent(e);
    }

    private void Event(JsonElement e, Action<ReplyEvent> to)
    {
        switch (e.Need("type", ""))
        {
            case "response.created" or "response.in_progress" or "response.queued": Start(e.Field("response"), to); break;
            case "response.output_item.added": Added(e, to); break;
            case "response.content_part.added": Part(e, to); break;
            case "response.output_text.delta": Prose<TextBlock>(e, "delta", to); break;
            case "response.refusal.delta": Prose<RefusalBlock>(e, "delta", to); break;
            case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta": Prose<ThinkingBlock>(e, "delta", to); break;
            case "response.reasoning_summary_part.added": Item(e).NextSummary(to, Next); break;
            case "response.function_call_arguments.delta" or "response.custom_tool_call_input.delta": Item(e).Arguments(e.Find("delta", "") ?? "", to); break;
            case "response.output_item.done": Done(e, to); break;
            case "response.completed" or "response.incomplete": Stop(e, to); break;
            case "response.failed" or "error": Fail(Failure(e), to); break;
            case "keepalive": to(ReplyPing.Instance); break;
        }
    }

    private void Start(JsonElement? response, Action<ReplyEvent> to)
    {
        if (_started) return;
        _started = true;
        to(new ReplyStarted(response?.Find("id", "response"), response?.Find("model", "response"), response is { } r ? UsageReader.Read(r) : Usage.Unreported));
    }

    private void Added(JsonElement e, Action<ReplyEvent> to)
    {
        Start(null, to);
        var item = Item(e);
        if (e.Field("item") is not { } added) return;
        var type = added.Find("type", "item");
        if (type is not ("function_call" or "custom_tool_call") || item.IsCall) return;
        _calls = true;
        item.Call(new ToolCallBlock(added.Need("call_id", "item"), ItemReader.Name(added, "item"), ""), isCustom: type == "custom_tool_call", to, Next);
    }

    private void Part(JsonElement e, Action<ReplyEvent> to)
    {
        Start(null, to);
        switch (e.Field("part")?.Find("type", "part"))
        {
            case "output_text": Prose<TextBlock>(e, "", to); break;
            case "refusal": Prose<RefusalBlock>(e, "", to); break;
        }
    }

    private void Prose<T>(JsonElement e, string field, Action<ReplyEvent> to) where T : Block
    {
        Start(null, to);
        Block kind = typeof(T) == typeof(TextBlock) ? new TextBlock("") : typeof(T) == typeof(RefusalBlock) ? new RefusalBlock("") : new ThinkingBlock("");
        _refused |= kind is RefusalBlock;
        var part = kind is ThinkingBlock ? 0 : e.Field("content_index")?.Whole("content_index") ?? 0; // a thought is one block, whatever its parts
        Item(e).Prose(kind, part, field.Length == 0 ? "" : e.Find(field, "") ?? "", to, Next);
    }

    private void Done(JsonElement e, Action<ReplyEvent> to)
    {
        Start(null, to);
        if (e.Field("item") is not { } done) throw WireException.Invalid("item", "is required.");
        var blocks = ItemReader.Read(done.Need("type", "item"), done, "item") ?? [];
        _calls |= blocks.Any(b => b is ToolCallBlock);
        _refused |= blocks.Any(b => b is RefusalBlock);
        Item(e).Finish(blocks, to, Next);
    }

    private void Stop(JsonElement e, Action<ReplyEvent> to)
    {
        Start(e.Field("response"), to);
        if (e.Field("response") is not { } response) throw WireException.Invalid("response", "is required.");
        if (ReplyReader.Failure(response) is { } failed)
        {
            Fail(failed, to);
            return;
        }
        foreach (var item in _items.OrderBy(i => i.Key)) item.Value.Close(to);
        if (_blocks == 0 && response.Field("output") is not null) Whole(ReplyReader.Blocks(response), to);
        to(new UsageReported(UsageReader.Read(response)));
        _done = true;
        to(new ReplyStopped(Statuses.Read(response.Find("status", "response"), Statuses.Incomplete(response), _calls, _refused)));
    }

    /// <summary>A server that sends nothing but the end.</summary>
    private void Whole(List<Block> blocks, Action<ReplyEvent> to)
    {
        _calls |= blocks.Any(b => b is ToolCallBlock);
        _refused |= blocks.Any(b => b is RefusalBlock);
        new StreamItem(_size).Finish(blocks, to, Next);
    }

    private void Fail(WireError error, Action<ReplyEvent> to)
    {
        _error = error;
        to(new ReplyFailed(error));
    }

    private StreamItem Item(JsonElement e)
    {
        var index = e.Field("output_index")?.Whole("output_index") ?? 0;
        if (_items.TryGetValue(index, out var item)) return item;
        _size.AddBlock();
        return _items[index] = new StreamItem(_size);
    }

    private int Next() => _blocks++;
}
