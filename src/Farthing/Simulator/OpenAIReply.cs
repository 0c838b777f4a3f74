using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Writes answers as a chat completion, whole or as chunks.</summary>
/// <param name="Id">With its prefix <c>chatcmpl-</c>.</param>
/// <param name="Created">Unix seconds.</param>
/// <param name="Answers">One for each choice.</param>
internal sealed record OpenAIReply(string Id, long Created, OpenAIRequest Request, IReadOnlyList<Answer> Answers, int Cached, int Written)
{
    private const int TokensPerChunk = 1;

    private SimulatedModel Model => Request.Ask.Model;

    public byte[] Whole() => JsonText.Of(json =>
    {
        Head(json, "chat.completion");
        json.WriteStartArray("choices");
        foreach (var (index, answer) in Answers.Index()) Choice(json, index, answer, "message", () => Message(json, answer));
        json.WriteEndArray();
        Usage(json);
        json.WriteEndObject();
    });

    /// <summary>Sends the chunks of one choice after the other, at the model's pace, then usage where asked, then <c>[DONE]</c>.</summary>
    public async Task StreamAsync(EventStream to, Pace pace, CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var (index, answer) in Answers.Index())
        {
            sent += answer.ThinkingTokens;
            await SendAsync(to, index, null, json => First(json, answer));
            foreach (var piece in Tokens.Pieces(answer.Text ?? "", TokensPerChunk))
            {
                await pace.UntilAsync(sent += Tokens.Of(piece), cancellation);
                await SendAsync(to, index, null, json => json.WriteString("content", piece));
            }

            foreach (var (at, call) in answer.Calls.Index())
            {
                await SendAsync(to, index, null, json => Calls(json, () => Call(json, call, "", at)));
                foreach (var piece in Tokens.Pieces(call.Arguments, TokensPerChunk))
                {
                    await pace.UntilAsync(sent += Tokens.Of(piece), cancellation);
                    await SendAsync(to, index, null, json => MoreArguments(json, at, piece));
                }
            }

            await SendAsync(to, index, answer, _ => { }, last: index == Answers.Count - 1);
        }

        if (Request.IncludeUsage)
        {
            await to.SendAsync(null, json =>
            {
                Head(json, "chat.completion.chunk");
                json.WriteStartArray("choices");
                json.WriteEndArray();
                Usage(json);
                json.WriteEndObject();
            }, last: true);
        }

        await to.SendAsync("data: [DONE]\n\n"u8.ToArray(), last: true);
    }

    /// <summary>One chunk; <c>usage</c> is null in each when the caller asked for usage, and absent when not.</summary>
    private Task SendAsync(EventStream to, int index, Answer? finished, Action<Utf8JsonWriter> delta, bool last = false) => to.SendAsync(null, json =>
    {
        Head(json, "chat.completion.chunk");
        json.WriteStartArray("choices");
        Choice(json, index, finished, "delta", () => delta(json));
        json.WriteEndArray();
        if (Request.IncludeUsage) json.WriteNull("usage");
        json.WriteEndObject();
    }, last);

    private void Head(Utf8JsonWriter json, string kind)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("object", kind);
        json.WriteNumber("created", Created);
        json.WriteString("model", Model.Snapshot);
        json.WriteString("service_tier", "default");
        json.WriteString("system_fingerprint", "fp_simulated");
    }

    private static void Choice(Utf8JsonWriter json, int index, Answer? finished, string name, Action content)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteStartObject(name);
        content();
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finished?.Stop switch
        {
            null => null,
            StopCause.MaxTokens => "length",
            StopCause.ToolCall => "tool_calls",
            _ => "stop",
        });
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, Answer answer)
    {
        json.WriteString("role", "assistant");
        json.WriteString("content", answer.Text);
        if (answer.Calls.Count > 0)
        {
            Calls(json, () =>
            {
                foreach (var call in answer.Calls) Call(json, call, call.Arguments, null);
            });
        }

        json.WriteNull("refusal");
        json.WriteStartArray("annotations");
        json.WriteEndArray();
    }

    private static void First(Utf8JsonWriter json, Answer answer)
    {
        json.WriteString("role", "assistant");
        json.WriteString("content", answer.Text is null ? null : "");
        json.WriteNull("refusal");
    }

    private static void Calls(Utf8JsonWriter json, Action write)
    {
        json.WriteStartArray("tool_calls");
        write();
        json.WriteEndArray();
    }

    private static void Call(Utf8JsonWriter json, ToolCall call, string arguments, int? index)
    {
        json.WriteStartObject();
        if (index is { } at) json.WriteNumber("index", at);
        json.WriteString("id", $"call_{call.Id}");
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", call.Name);
        json.WriteString("arguments", arguments);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void MoreArguments(Utf8JsonWriter json, int index, string piece)
    {
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteStartObject("function");
        json.WriteString("arguments", piece);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void Usage(Utf8JsonWriter json)
    {
        var (prompt, output) = (Request.Ask.PromptTokens, Answers.Sum(a => a.OutputTokens));
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", prompt);
        json.WriteNumber("completion_tokens", output);
        json.WriteNumber("total_tokens", prompt + output);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", Cached);
        if (Model.Reasons) json.WriteNumber("cache_write_tokens", Written);
        json.WriteNumber("audio_tokens", 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", Answers.Sum(a => a.ThinkingTokens));
        json.WriteNumber("audio_tokens", 0);
        json.WriteNumber("accepted_prediction_tokens", 0);
        json.WriteNumber("rejected_prediction_tokens", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
