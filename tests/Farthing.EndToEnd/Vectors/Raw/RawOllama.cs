using System.Text.Json;

namespace Farthing.EndToEnd.Vectors.Raw;

/// <summary>Ollama's chat and generate, which differ in where the text stands.</summary>
internal sealed class RawOllama : RawAnswer
{
    private readonly List<(string Name, string Arguments)> _calls = [];

    protected override IEnumerable<(string Name, string Arguments)> Calls => _calls;

    protected override void Event(string data) => Whole(Json.Parse(data));

    protected override void Whole(JsonElement e)
    {
        if (e.In("error") is not null)
        {
            Error = ErrorText(e);
            return;
        }
        var message = e.In("message") ?? e;
        Thinking.Append(message.Text("thinking"));
        Text.Append(e.Text("response") ?? message.Text("content"));
        foreach (var function in message.Each("tool_calls").Select(c => c.In("function") ?? default)) _calls.Add((function.Text("name")!, Said.Arguments(function.Any("arguments"))));
        if (e.In("done") is not { ValueKind: JsonValueKind.True }) return;
        Tokens = new Tokens(e.Count("prompt_eval_count") ?? 0, null, null, e.Count("eval_count") ?? 0);
        Stop = e.Text("done_reason") == "length" ? Stopped.Length : _calls.Count > 0 ? Stopped.Tools : Stopped.End;
    }
}
