namespace Farthing.Simulator;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class OpenAIEndpoint(SimulatorState state)
{
    private readonly OpenAICache _cache = new(state.Clock);
    private readonly OpenAICall _call = new(state);

    public Task ChatAsync(HttpContext http) => _call.RunAsync(http, (body, name, key, fault) =>
        ReplyAsync(http, SimulatorState.Reading(() => OpenAIRequest.Read(body, _call.Model(name))), key, fault));

    private async Task ReplyAsync(HttpContext http, OpenAIRequest request, string key, Fault? fault)
    {
        var ask = request.Ask;
        var sample = SimulatorState.SampleOf(http, ask);
        var pace = state.PaceOf(ask, sample);
        var samples = Enumerable.Range(0, request.Choices).Select(i => i == 0 ? sample : $"{sample}#{i}");
        var answers = SimulatorState.Reading(() => samples.Select(s => state.Answers.Choose(ask, s)).ToArray());
        var (read, written) = _cache.Use(key, ask.Model, request.CacheText, ask.PromptTokens);
        state.Rates.Report(http, key, ask.Model, ask.PromptTokens, answers.Sum(a => a.OutputTokens));
        var reply = new OpenAIReply($"chatcmpl-{state.NextId(29)}", state.Clock.GetUtcNow().ToUnixTimeSeconds(), request, answers, read, written);
        await pace.UntilAsync(ask.Stream ? 0 : answers.Sum(a => a.OutputTokens), http.RequestAborted);
        if (!ask.Stream)
        {
            await WholeBody.SendAsync(http, reply.Whole(), fault, OpenAIErrors.Overloaded());
            return;
        }

        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        await reply.StreamAsync(new EventStream(http, fault, OpenAIErrors.Event()), pace, http.RequestAborted);
    }
}
