using System.Text.Json;

namespace Farthing.Tests.Fuzz.Grammars;

/// <summary>One message, one open block at a time, indexes contiguous from 0, usage at the start and cumulative at the end.</summary>
internal sealed class AnthropicGrammar : Grammar
{
    private string? _open;
    private int _next;
    private bool _started;
    private bool _stopping;

    protected override void Event(string type, JsonElement e)
    {
        Must(Text(e, "type") == type, "the event line must equal the type", e);
        if (type == "ping") return;
        if (type == "error")
        {
            Must(e.GetProperty("error").GetProperty("message").GetString() is not null, "an error has a message", e);
            Ends(StreamEnd.Failed);
            return;
        }

        Must(_started || type == "message_start", "message_start comes first", e);
        switch (type)
        {
            case "message_start":
                Must(!_started, "message_start comes once", e);
                Must(e.GetProperty("message").GetProperty("usage").GetProperty("input_tokens").GetInt64() >= 0, "message_start has usage", e);
                _started = true;
                break;
            case "content_block_start":
                Must(_open is null && !_stopping && e.GetProperty("index").GetInt32() == _next, "a block starts where none is open, with the next index", e);
                _open = Text(e.GetProperty("content_block"), "type");
                break;
            case "content_block_delta":
                Must(_open is not null && e.GetProperty("index").GetInt32() == _next, "a delta belongs to the open block", e);
                Must(Fits(Text(e.GetProperty("delta"), "type")), $"a delta is of the kind of its block, {_open}", e);
                break;
            case "content_block_stop":
                Must(_open is not null && e.GetProperty("index").GetInt32() == _next++, "a stop ends the open block", e);
                _open = null;
                break;
            case "message_delta":
                Must(_open is null && !_stopping, "message_delta comes once, after all blocks", e);
                Must(e.GetProperty("usage").GetProperty("output_tokens").GetInt64() >= 0 && Text(e.GetProperty("delta"), "stop_reason").Length > 0, "message_delta has usage and a stop reason", e);
                _stopping = true;
                break;
            case "message_stop":
                Must(_stopping, "message_stop comes after message_delta", e);
                Ends(StreamEnd.Complete);
                break;
            default: Must(false, "is no event of this dialect", e); break;
        }
    }

    private bool Fits(string delta) => (_open, delta) switch
    {
        ("text", "text_delta") or ("tool_use", "input_json_delta") or ("thinking", "thinking_delta" or "signature_delta") => true,
        _ => false,
    };
}
