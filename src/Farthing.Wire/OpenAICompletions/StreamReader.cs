using System.Runtime.InteropServices;
using System.Text.Json;

namespace Farthing.Wire.OpenAICompletions;

/// <summary>Reads a text_completion stream: one block of text, then a finish_reason, usage and <c>[DONE]</c>.</summary>
internal sealed class StreamReader : IStreamReader
{
    private Usage _usage = Usage.Unreported;
    private bool _started;
    private bool _open;
    private bool _done;
    private string? _finish;
    private string? _matched;
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
            Fail(OpenAIChat.Errors.FromEvent(e), to);
            return;
        }
        _usage = OpenAIChat.UsageReader.Tier(e, _usage);
        if (!_started) to(new ReplyStarted(e.Find("id", ""), e.Find("model", ""), _usage));
        _started = true;
        if (e.Field("choices") is { ValueKind: JsonValueKind.Array } choices)
            foreach (var choice in choices.EnumerateArray())
                if (choice.Field("index") is not { } index || index.Whole("index") == 0) Choice(choice, to);
        if (e.Field("usage") is not { ValueKind: JsonValueKind.Object } usage) return;
        _usage = OpenAIChat.UsageReader.Read(JsonMarshal.GetRawUtf8Value(usage), _usage);
        to(new UsageReported(_usage));
    }

    private void Choice(JsonElement choice, Action<ReplyEvent> to)
    {
        if (choice.Find("text", "choices[0]") is { Length: > 0 } text)
        {
            if (!_open) to(new BlockStarted(0, new TextBlock("")));
            _open = true;
            to(new BlockDelta(0, text));
        }
        _finish ??= choice.Find("finish_reason", "choices[0]");
        _matched ??= OpenAIChat.FinishReasons.Matched(choice);
    }

    private void Done(Action<ReplyEvent> to)
    {
        if (_finish is null)
        {
            Fail(ProviderAnswer.CutShort("finish_reason"), to);
            return;
        }
        if (OpenAIChat.FinishReasons.IsFailure(_finish))
        {
            Fail(OpenAIChat.FinishReasons.Failure(_finish), to);
            return;
        }
        if (_open) to(new BlockStopped(0));
        _done = true;
        var stop = OpenAIChat.FinishReasons.Read(_finish, calls: false, refused: false, _matched);
        to(new ReplyStopped(stop, stop == StopReason.StopSequence ? _matched : null));
    }

    private void Fail(WireError error, Action<ReplyEvent> to)
    {
        _error = error;
        to(new ReplyFailed(error));
    }
}
