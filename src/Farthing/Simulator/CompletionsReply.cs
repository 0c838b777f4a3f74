using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Writes answers as a text completion, whole or as chunks.</summary>
internal sealed record CompletionsReply(string Id, long Created, Ask Ask, IReadOnlyList<Answer> Answers, bool IncludeUsage)
{
    public byte[] Whole() => JsonText.Of(json =>
    {
        Head(json);
        foreach (var (index, answer) in Answers.Index()) Choice(json, index, answer.Text ?? "", answer);
        json.WriteEndArray();
        Usage(json);
        json.WriteEndObject();
    });

    public async Task StreamAsync(EventStream to, Pace pace, CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var (index, answer) in Answers.Index())
        {
            foreach (var piece in Tokens.Pieces(answer.Text ?? "", 1))
            {
                await pace.UntilAsync(sent += Tokens.Of(piece), cancellation);
                await SendAsync(to, json => Choice(json, index, piece, null));
            }

            await SendAsync(to, json => Choice(json, index, "", answer), last: index == Answers.Count - 1);
        }

        if (IncludeUsage) await SendAsync(to, _ => { }, last: true, usage: true);
        await to.SendAsync("data: [DONE]\n\n"u8.ToArray(), last: true);
    }

    private Task SendAsync(EventStream to, Action<Utf8JsonWriter> choices, bool last = false, bool usage = false) => to.SendAsync(null, json =>
    {
        Head(json);
        choices(json);
        json.WriteEndArray();
        if (usage) Usage(json);
        json.WriteEndObject();
    }, last);

    private void Head(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("object", "text_completion");
        json.WriteNumber("created", Created);
        json.WriteString("model", Ask.Model.Snapshot);
        json.WriteStartArray("choices");
    }

    private static void Choice(Utf8JsonWriter json, int index, string text, Answer? finished)
    {
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteNumber("index", index);
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finished is null ? null : finished.Stop == StopCause.MaxTokens ? "length" : "stop");
        json.WriteEndObject();
    }

    private void Usage(Utf8JsonWriter json)
    {
        var output = Answers.Sum(a => a.OutputTokens);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", Ask.PromptTokens);
        json.WriteNumber("completion_tokens", output);
        json.WriteNumber("total_tokens", Ask.PromptTokens + output);
        json.WriteEndObject();
    }
}
