using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Writes an answer as one document, or as lines of which each is one.</summary>
internal sealed record OllamaReply(Ask Ask, Answer Answer, TimeProvider Clock, bool IsPrompt)
{
    private readonly long _start = Clock.GetTimestamp();

    public byte[] Whole() => JsonText.Of(json => Document(json, Answer.Text ?? "", Answer.Calls, done: true));

    public async Task StreamAsync(EventStream to, Pace pace, CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var piece in Tokens.Pieces(Answer.Text ?? "", 1))
        {
            await pace.UntilAsync(sent += Tokens.Of(piece), cancellation);
            await to.SendAsync(null, json => Document(json, piece, [], done: false));
        }

        foreach (var call in Answer.Calls) await to.SendAsync(null, json => Document(json, "", [call], done: false));
        await to.SendAsync(null, json => Document(json, "", [], done: true), last: true);
    }

    /// <summary>The answer to a request that says nothing: it loads the model. (<c>keep_alive</c> is not looked at: nothing is ever unloaded.)</summary>
    public static byte[] Loaded(Ask ask, TimeProvider clock, bool isPrompt) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("model", ask.Model.Id);
        json.WriteString("created_at", clock.GetUtcNow().UtcDateTime);
        if (isPrompt) json.WriteString("response", "");
        else Message(json, "", []);
        json.WriteBoolean("done", true);
        json.WriteString("done_reason", "load");
        json.WriteEndObject();
    });

    private void Document(Utf8JsonWriter json, string text, IReadOnlyList<ToolCall> calls, bool done)
    {
        json.WriteStartObject();
        json.WriteString("model", Ask.Model.Id);
        json.WriteString("created_at", Clock.GetUtcNow().UtcDateTime);
        if (IsPrompt) json.WriteString("response", text);
        else Message(json, text, calls);
        json.WriteBoolean("done", done);
        if (done) End(json);
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string text, IReadOnlyList<ToolCall> calls)
    {
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", text);
        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in calls)
            {
                json.WriteStartObject();
                json.WriteStartObject("function");
                json.WriteString("name", call.Name);
                json.WritePropertyName("arguments");
                json.WriteRawValue(call.Arguments);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void End(Utf8JsonWriter json)
    {
        var elapsed = (long)(Clock.GetElapsedTime(_start).TotalMilliseconds * 1_000_000);
        json.WriteString("done_reason", Answer.Stop == StopCause.MaxTokens ? "length" : "stop");
        json.WriteNumber("total_duration", elapsed);
        json.WriteNumber("load_duration", 0);
        json.WriteNumber("prompt_eval_count", Ask.PromptTokens);
        json.WriteNumber("prompt_eval_duration", 0);
        json.WriteNumber("eval_count", Answer.OutputTokens);
        json.WriteNumber("eval_duration", elapsed);
    }
}
