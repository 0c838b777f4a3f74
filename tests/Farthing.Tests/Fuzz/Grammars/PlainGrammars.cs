using System.Text.Json;

namespace Farthing.Tests.Fuzz.Grammars;

/// <summary>Chunks of text, one finish_reason, usage, [DONE].</summary>
internal sealed class CompletionsGrammar : Grammar
{
    private bool _finished;
    private bool _counted;

    protected override void Event(string type, JsonElement e)
    {
        Must(type.Length == 0, "there are no event lines", e);
        if (e.TryGetProperty("error", out _))
        {
            Ends(StreamEnd.Failed);
            return;
        }

        var choices = e.GetProperty("choices");
        if (choices.GetArrayLength() == 0)
        {
            Must(_finished && !_counted, "the usage chunk comes once, after the end", e);
            _counted = true;
            return;
        }

        Must(!_finished && choices[0].GetProperty("text").ValueKind == JsonValueKind.String, "a chunk has text, and none follows the end", e);
        _finished = choices[0].GetProperty("finish_reason").GetString() is not null;
    }

    protected override void Plain(string data)
    {
        if (data != "[DONE]" || !_finished) throw new GrammarException("[DONE] comes after a finish_reason", data);
        Ends(StreamEnd.Complete);
    }
}

/// <summary>Lines of which one, the last, is done.</summary>
internal sealed class OllamaGrammar : Grammar
{
    protected override void Event(string type, JsonElement e)
    {
        if (e.TryGetProperty("error", out var error))
        {
            Must(error.ValueKind == JsonValueKind.String, "an error is a text", e);
            Ends(StreamEnd.Failed);
            return;
        }

        Must(e.TryGetProperty("message", out var message) ? message.GetProperty("content").ValueKind == JsonValueKind.String : e.GetProperty("response").ValueKind == JsonValueKind.String, "a line says something", e);
        if (message.ValueKind == JsonValueKind.Object && message.TryGetProperty("tool_calls", out var calls))
            foreach (var call in calls.EnumerateArray())
                Must(call.GetProperty("function").GetProperty("arguments").ValueKind == JsonValueKind.Object, "arguments are an object", e);
        if (e.GetProperty("done").GetBoolean()) Ends(StreamEnd.Complete);
    }
}
