using System.Text;
using System.Text.Json;

namespace Farthing.EndToEnd.Vectors.Raw;

internal sealed class RawAnthropic : RawAnswer
{
    private readonly List<(string Name, StringBuilder Arguments)> _calls = [];
    private readonly Dictionary<long, (string Type, StringBuilder? Call, int Seal)> _blocks = [];
    private Stopped? _stop;
    private string? _id;

    protected override IEnumerable<(string Name, string Arguments)> Calls => _calls.Select(c => (c.Name, Said.Arguments(c.Arguments.ToString())));

    protected override void Whole(JsonElement body)
    {
        if (body.Text("type") == "error")
        {
            Error = ErrorText(body);
            return;
        }
        foreach (var (i, block) in body.Each("content").Index()) Block(i, block, "");
        Ending(body);
        Counts(body.In("usage"));
        Stop = _stop;
    }

    protected override void Event(string data)
    {
        var e = Json.Parse(data);
        var index = e.Count("index") ?? 0;
        switch (e.Text("type"))
        {
            case "message_start" when _id is not null && e.In("message")?.Text("id") != _id: Error = "another answer began within the first"; break;
            case "message_start" when _id is null && e.In("message") is { } message:
                _id = message.Text("id");
                foreach (var (i, block) in message.Each("content").Index()) Block(-1 - i, block, "");
                Ending(message);
                Counts(message.In("usage"));
                break;
            case "content_block_start" when e.In("content_block") is { } block: Block(index, block, "{}"); break;
            case "content_block_delta" when e.In("delta") is { } delta && _blocks.TryGetValue(index, out var open): Delta(delta, open); break;
            case "message_delta":
                Ending(e.In("delta") ?? default);
                Counts(e.In("usage"));
                break;
            case "message_stop": Stop = _stop; break;
            case "error": Error = ErrorText(e); break;
        }
    }

    /// <param name="placeholder">The input with which a call begins before its input is streamed.</param>
    private void Block(long index, JsonElement block, string placeholder)
    {
        var type = block.Text("type")!;
        StringBuilder? call = null;
        switch (type)
        {
            case "text": Text.Append(block.Text("text")); break;
            case "thinking":
                Thinking.Append(block.Text("thinking"));
                Seals.Add(block.Text("signature") ?? "");
                break;
            case "redacted_thinking": Seals.Add(block.Text("data") ?? ""); break;
            case "tool_use":
                var input = block.Any("input") ?? "";
                _calls.Add((block.Text("name")!, call = new StringBuilder(input == placeholder ? "" : input)));
                break;
        }
        _blocks[index] = (type, call, Seals.Count - 1);
    }

    private void Delta(JsonElement delta, (string Type, StringBuilder? Call, int Seal) open)
    {
        switch (delta.Text("type"))
        {
            case "text_delta" when open.Type == "text": Text.Append(delta.Text("text")); break;
            case "thinking_delta" when open.Type == "thinking": Thinking.Append(delta.Text("thinking")); break;
            case "signature_delta" when open.Type == "thinking": Seals[open.Seal] += delta.Text("signature"); break;
            case "input_json_delta": open.Call?.Append(delta.Text("partial_json")); break;
        }
    }

    private void Ending(JsonElement e) => _stop = e.Text("stop_reason") switch
    {
        null => _stop,
        "max_tokens" => Stopped.Length,
        "tool_use" => Stopped.Tools,
        "stop_sequence" => Stopped.Sequence,
        "refusal" => Stopped.Refusal,
        "pause_turn" => Stopped.Pause,
        "model_context_window_exceeded" => Stopped.Window,
        "compaction" => Stopped.Compaction,
        _ => Stopped.End,
    };

    /// <summary>Later counts replace earlier ones; with iterations the top level leaves some out, so theirs are summed.</summary>
    private void Counts(JsonElement? usage)
    {
        if (usage is not { } all) return;
        long? Sum(string name) => all.Each("iterations").Any() ? all.Each("iterations").Sum(i => i.Count(name) ?? 0) : all.Count(name);
        var (cached, written) = (Sum("cache_read_input_tokens") ?? Tokens.Cached, Sum("cache_creation_input_tokens") ?? Tokens.Written);
        var fresh = Sum("input_tokens") ?? Tokens.Prompt - (Tokens.Cached ?? 0) - (Tokens.Written ?? 0);
        Tokens = new Tokens(fresh is null ? null : fresh + (cached ?? 0) + (written ?? 0), cached, written,
            Sum("output_tokens") ?? Tokens.Output, all.In("output_tokens_details")?.Count("thinking_tokens") ?? Tokens.Reasoning);
    }
}
