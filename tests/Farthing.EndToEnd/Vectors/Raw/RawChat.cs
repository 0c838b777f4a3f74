using System.Text;
using System.Text.Json;

namespace Farthing.EndToEnd.Vectors.Raw;

/// <summary>Chat completions and legacy ones, which differ in where the text stands.</summary>
internal sealed class RawChat : RawAnswer
{
    private readonly List<(string? Id, long? Index, string Name, StringBuilder Arguments)> _calls = [];
    private string? _finish, _matched;

    protected override IEnumerable<(string Name, string Arguments)> Calls => _calls.Where(c => c.Name.Length > 0).Select(c => (c.Name, Said.Arguments(c.Arguments.ToString())));

    protected override void Whole(JsonElement body)
    {
        Chunk(body);
        Stop = StopOf();
    }

    protected override void Event(string data)
    {
        if (data == "[DONE]") Stop = StopOf();
        else Chunk(Json.Parse(data));
    }

    private void Chunk(JsonElement e)
    {
        if (e.In("error") is not null)
        {
            Error = ErrorText(e);
            return;
        }
        foreach (var choice in e.Each("choices").Where(c => c.Count("index") is null or 0)) Choice(choice);
        if ((e.In("usage") ?? e.In("x_groq")?.In("usage")) is { ValueKind: JsonValueKind.Object } usage) Counts(usage);
    }

    private void Choice(JsonElement choice)
    {
        Text.Append(choice.Text("text"));
        if ((choice.In("delta") ?? choice.In("message")) is { } message) Message(message);
        _finish ??= choice.Text("finish_reason");
        _matched ??= choice.Text("stop_reason") ?? choice.Text("matched_stop");
    }

    private void Message(JsonElement message)
    {
        string? Said(string name) => message.Text(name) is { Length: > 0 } text ? text : null;
        Thinking.Append(Said("reasoning_content") ?? Said("reasoning"));
        Text.Append(message.Text("content"));
        foreach (var part in message.Each("content"))
        {
            Text.Append(part.Text("type") == "text" ? part.Text("text") : "");
            if (part.Text("type") != "thinking") continue;
            Thinking.Append(part.Text("thinking"));
            foreach (var inner in part.Each("thinking")) Thinking.Append(inner.Text("text"));
        }
        Refusal.Append(message.Text("refusal"));
        foreach (var call in message.Each("tool_calls")) Call(call.Text("id"), call.Count("index"), call.In("function") ?? default);
        if (message.In("function_call") is { } function) Call(null, null, function);
    }

    /// <summary>A delta belongs to the call of its index, unless it brings another id.</summary>
    private void Call(string? id, long? index, JsonElement function)
    {
        if (id is "") id = null;
        var at = _calls.FindLastIndex(c => (index is null ? id is null || c.Id == id : c.Index == index) && (id is null || c.Id is null || c.Id == id));
        if (at < 0)
        {
            at = _calls.Count;
            _calls.Add((id, index, "", new StringBuilder()));
        }
        var known = _calls[at];
        if (known.Name.Length == 0) _calls[at] = (known.Id ?? id, known.Index, function.Text("name") ?? "", known.Arguments);
        known.Arguments.Append(function.Any("arguments"));
    }

    private Stopped? StopOf() => _finish switch
    {
        null => null,
        "length" => Stopped.Length,
        "content_filter" => Stopped.Refusal,
        _ when Refusal.Length > 0 => Stopped.Refusal,
        "tool_calls" or "function_call" => Stopped.Tools,
        _ when Calls.Any() => Stopped.Tools,
        "stop" when _matched is not null => Stopped.Sequence,
        _ => Stopped.End,
    };

    private void Counts(JsonElement usage)
    {
        var details = usage.In("prompt_tokens_details");
        var prompt = usage.Count("prompt_tokens") ?? Tokens.Prompt;
        var cached = details?.Count("cached_tokens") ?? usage.Count("prompt_cache_hit_tokens") ?? usage.Count("cached_tokens") ?? Tokens.Cached;
        var written = details?.Count("cache_write_tokens") ?? Tokens.Written;
        var (output, reasoning) = (usage.Count("completion_tokens") ?? Tokens.Output, usage.In("completion_tokens_details")?.Count("reasoning_tokens"));
        if (reasoning > 0 && usage.Count("total_tokens") == prompt + output + reasoning) output += reasoning; // xAI counts it beside
        Tokens = new Tokens(prompt, cached,
            written > prompt - (cached ?? 0) ? prompt - (cached ?? 0) : written, // OpenRouter counts tokens of Gemini's as both
            output, reasoning ?? Tokens.Reasoning);
    }
}
