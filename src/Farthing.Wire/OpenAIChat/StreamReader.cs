using System.Runtime.InteropServices;
using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

/// <summary>
/// Reads a chat.completion.chunk stream. Blocks are implicit here: text, thinking and refusal follow one another, one open at a time;
/// calls stay open until the end, since their deltas may be interleaved. <c>[DONE]</c> ends the stream, and only after a finish_reason.
/// </summary>
internal sealed class StreamReader : IStreamReader
{
    private readonly StreamCalls _calls = new();
    private Usage _usage = Usage.Unreported;
    private Block? _prose;
    private int _proseIndex;
    private int _blocks;
    private bool _started;
    private string? _id;
    private bool _refused;
    private string? _finish;
    private string? _matched;
    private bool _done;
    private WireError? _error;

    public void Read(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data, Action<ReplyEvent> to)
    {
        if (_done || _error is not null) return;
        var text = data.Span.Trim(" \t"u8);
        if (text.IsEmpty) return;
        if (text.SequenceEqual("[DONE]"u8)) Done(to);
        else ProviderAnswer.Read(data, root => Chunk(root, to));
    }

    public WireError? End(Action<ReplyEvent> to) => _error ?? (_done ? null : ProviderAnswer.CutShort("[DONE]"));

    private void Chunk(JsonElement e, Action<ReplyEvent> to)
    {
        if (e.Field("error") is not null)
        {
            Fail(Errors.FromEvent(e), to);
            return;
        }
        _usage = UsageReader.Tier(e, _usage);
        if (!_started)
        {
            _started = true;
            _id = Known(e.Find("id", ""));
            to(new ReplyStarted(_id, Known(e.Find("model", "")), _usage));
        }
        if (e.Field("choices") is { ValueKind: JsonValueKind.Array } choices)
            foreach (var choice in choices.EnumerateArray())
                if (choice.Field("index") is not { } index || index.Whole("index") == 0) Choice(choice, to);
        Counts(e, to);
    }

    private void Choice(JsonElement choice, Action<ReplyEvent> to)
    {
        if (choice.Field("delta") is { ValueKind: JsonValueKind.Object } delta)
        {
            if (DeltaText.Thinking(delta) is { } thinking) Prose(new ThinkingBlock(""), thinking, to);
            if (DeltaText.Text(delta) is { } text) Prose(new TextBlock(""), text, to);
            if (DeltaText.Refusal(delta) is { } refusal)
            {
                _refused = true;
                Prose(new RefusalBlock(""), refusal, to);
            }
            if (delta.Field("tool_calls") is { ValueKind: JsonValueKind.Array } calls)
                foreach (var call in calls.EnumerateArray()) Call(call, call.Field("function"), to);
            if (delta.Field("function_call") is { } function) Call(delta, function, to);
        }
        _finish ??= choice.Find("finish_reason", "choices[0]"); // some servers send it several times
        _matched ??= FinishReasons.Matched(choice);
    }

    private void Prose(Block kind, string text, Action<ReplyEvent> to)
    {
        if (_prose?.GetType() != kind.GetType())
        {
            CloseProse(to);
            _prose = kind;
            _proseIndex = _blocks++;
            to(new BlockStarted(_proseIndex, kind));
        }
        to(new BlockDelta(_proseIndex, text));
    }

    private void CloseProse(Action<ReplyEvent> to)
    {
        if (_prose is not null) to(new BlockStopped(_proseIndex));
        _prose = null;
    }

    private void Call(JsonElement call, JsonElement? function, Action<ReplyEvent> to)
    {
        var (open, more) = _calls.Add(call, function);
        if (!open.IsStarted)
        {
            if (open.Name.Length == 0) return; // its arguments wait until the name is known
            CloseProse(to);
            open.Block = _blocks++;
            to(new BlockStarted(open.Block, new ToolCallBlock(open.Id ?? ReplyReader.InventId(_id, open.Block), open.Name, "")));
            more = open.TakeWaiting();
        }
        if (more.Length > 0) to(new BlockDelta(open.Block, more));
    }

    private void Counts(JsonElement e, Action<ReplyEvent> to)
    {
        if ((e.Field("usage") ?? e.Field("x_groq")?.Field("usage")) is not { ValueKind: JsonValueKind.Object } usage) return;
        _usage = UsageReader.Read(JsonMarshal.GetRawUtf8Value(usage), _usage);
        to(new UsageReported(_usage));
    }

    private void Done(Action<ReplyEvent> to)
    {
        if (_finish is null)
        {
            Fail(ProviderAnswer.CutShort("finish_reason"), to);
            return;
        }
        if (FinishReasons.IsFailure(_finish))
        {
            Fail(FinishReasons.Failure(_finish), to);
            return;
        }
        CloseProse(to);
        foreach (var call in _calls.Started) to(new BlockStopped(call.Block));
        var stop = FinishReasons.Read(_finish, _calls.Any, _refused, _matched);
        _done = true;
        to(new ReplyStopped(stop, stop == StopReason.StopSequence ? _matched : null));
    }

    private void Fail(WireError error, Action<ReplyEvent> to)
    {
        _error = error;
        to(new ReplyFailed(error));
    }

    private static string? Known(string? text) => text is { Length: > 0 } ? text : null;
}
