using System.Text.Json;

namespace Farthing.Simulator;

/// <summary><c>POST /v1/completions</c>: what follows a prompt, or fills the gap before a suffix.</summary>
internal sealed class CompletionsEndpoint(SimulatorState state)
{
    private const int DefaultMaxTokens = 16; // the vendor's

    private const int MostAnswers = 128;

    private readonly OpenAICall _call = new(state);

    public Task AnswerAsync(HttpContext http) => _call.RunAsync(http, async (body, name, key, fault) =>
    {
        var (ask, prompts) = SimulatorState.Reading(() => Read(body, _call.Model(name)));
        var sample = SimulatorState.SampleOf(http, ask);
        var n = body.Field("n").TryInt(out var wanted) ? Math.Clamp(wanted, 1, MostAnswers) : 1;
        var echo = body.IsTrue("echo");
        var answers = prompts.SelectMany((prompt, p) => Enumerable.Range(0, n)
            .Select(i => state.Answers.Choose(ask with { LastUserText = prompt }, $"{sample}#{p}#{i}"))
            .Select(a => echo ? a with { Text = prompt + a.Text } : a)).ToArray();
        state.Rates.Report(http, key, ask.Model, ask.PromptTokens, answers.Sum(a => a.OutputTokens));
        var reply = new CompletionsReply($"cmpl-{state.NextId(29)}", state.Clock.GetUtcNow().ToUnixTimeSeconds(), ask, answers, body.Field("stream_options").IsTrue("include_usage"));
        var pace = state.PaceOf(ask, sample);
        await pace.UntilAsync(ask.Stream ? 0 : answers.Sum(a => a.OutputTokens), http.RequestAborted);
        if (!ask.Stream)
        {
            await WholeBody.SendAsync(http, reply.Whole(), fault, OpenAIErrors.Overloaded());
            return;
        }

        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await reply.StreamAsync(new EventStream(http, fault, OpenAIErrors.Event()), pace, http.RequestAborted);
    });

    private static (Ask Ask, string[] Prompts) Read(JsonElement body, SimulatedModel model)
    {
        if (!model.IsPrompt)
            throw new VendorException(404, "This is a chat model and not supported in the v1/completions endpoint. Did you mean to use v1/chat/completions?", "invalid_request_error", "model");
        var prompt = body.Field("prompt");
        string[] prompts = prompt.ValueKind switch
        {
            JsonValueKind.String => [prompt.GetString()!],
            JsonValueKind.Array => [.. prompt.Items().Select(p => p.ValueKind == JsonValueKind.String ? p.GetString()! : p.GetRawText())],
            _ => throw OpenAIErrors.Missing("prompt"),
        };
        if (prompts.Length is 0 or > MostAnswers) throw OpenAIErrors.Empty("prompt");
        var max = body.Field("max_tokens").TryInt(out var asked) ? asked : DefaultMaxTokens;
        if (max < 1 || max > model.MaxOutputTokens) throw OpenAIErrors.OutOfRange("max_tokens", "integer", max, 1, model.MaxOutputTokens);
        var tokens = prompts.Sum(Tokens.Of) + Tokens.Of(body.String("suffix") ?? "");
        return (new Ask
        {
            Model = model,
            Stream = body.IsTrue("stream"),
            MaxTokens = max,
            Stop = [.. OpenAISettings.Stops(body)],
            UserText = string.Join('\n', prompts),
            LastUserText = prompts[^1],
            PromptTokens = tokens,
            Fingerprint = Chance.Fingerprint(model.Id + string.Join('\n', prompts) + body.String("suffix") + body.String("user")),
        }, prompts);
    }
}
