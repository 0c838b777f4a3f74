using System.Text.Json;

namespace Farthing.Tests.Fuzz.Grammars;

/// <summary>Chunks of one id, the role first, calls numbered in the order they come, one finish_reason, then usage, then [DONE].</summary>
internal sealed class ChatGrammar : Grammar
{
    private readonly List<string> _arguments = [];
    private string? _id;
    private bool _finished;
    private bool _counted;

    protected override void Event(string type, JsonElement e)
    {
        Must(type.Length == 0, "there are no event lines", e);
        if (e.TryGetProperty("error", out var error))
        {
            Must(error.GetProperty("message").GetString() is not null, "an error has a message", e);
            Ends(StreamEnd.Failed);
            return;
        }

        Must(Text(e, "object") == "chat.completion.chunk" && Text(e, "id") == (_id ?? Text(e, "id")), "every chunk is of the same answer", e);
        var choices = e.GetProperty("choices");
        if (choices.GetArrayLength() == 0)
        {
            Must(_finished && !_counted && e.GetProperty("usage").GetProperty("prompt_tokens").GetInt64() >= 0, "the usage chunk comes once, after the end", e);
            _counted = true;
            return;
        }

        var choice = choices[0];
        var delta = choice.GetProperty("delta");
        Must(choices.GetArrayLength() == 1 && !_finished, "there is one choice, and nothing after its end", e);
        Must(delta.TryGetProperty("role", out _) == (_id is null), "the role comes first, and once", e);
        _id = Text(e, "id");
        if (delta.TryGetProperty("tool_calls", out var calls)) Call(calls[0], e);
        if (choice.GetProperty("finish_reason").GetString() is null) return;
        _finished = true;
        Must(_arguments.All(a => a.Length > 0), "every call has arguments", e);
    }

    protected override void Plain(string data)
    {
        if (data != "[DONE]" || !_finished) throw new GrammarException("[DONE] comes after a finish_reason", data);
        Ends(StreamEnd.Complete);
    }

    private void Call(JsonElement call, JsonElement at)
    {
        var (index, function) = (call.GetProperty("index").GetInt32(), call.GetProperty("function"));
        if (index == _arguments.Count)
        {
            Must(Text(call, "id").Length > 0 && function.GetProperty("name").GetString() is not null, "a call begins with id and name", at);
            _arguments.Add("");
        }

        Must(index >= 0 && index < _arguments.Count, "calls are numbered as they come", at);
        _arguments[index] += Text(function, "arguments");
    }
}
