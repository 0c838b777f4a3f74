namespace Farthing.Simulator;

/// <summary><c>POST /v1/responses</c> and <c>/v1/responses/input_tokens</c>. Nothing is stored.</summary>
internal sealed class ResponsesEndpoint(SimulatorState state)
{
    private readonly OpenAICall _call = new(state);
    private readonly OpenAICache _cache = new(state.Clock);

    public Task AnswerAsync(HttpContext http) => _call.RunAsync(http, (body, name, key, fault) =>
        ReplyAsync(http, SimulatorState.Reading(() => ResponsesRequest.Read(body, _call.Model(name))), key, fault));

    public Task CountAsync(HttpContext http) => _call.RunAsync(http, (body, name, _, fault) =>
    {
        var request = SimulatorState.Reading(() => ResponsesRequest.Read(body, _call.Model(name)));
        return WholeBody.SendAsync(http, JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "response.input_tokens");
            json.WriteNumber("input_tokens", request.Ask.PromptTokens);
            json.WriteEndObject();
        }), fault, OpenAIErrors.Overloaded());
    });

    private async Task ReplyAsync(HttpContext http, ResponsesRequest request, string key, Fault? fault)
    {
        var ask = request.Ask;
        var sample = SimulatorState.SampleOf(http, ask);
        var pace = state.PaceOf(ask, sample);
        var answer = SimulatorState.Reading(() => state.Answers.Choose(ask, sample));
        var (read, written) = _cache.Use(key, ask.Model, request.CacheText, ask.PromptTokens);
        state.Rates.Report(http, key, ask.Model, ask.PromptTokens, answer.OutputTokens);
        var reply = new ResponsesReply(state.NextId(32), state.Clock.GetUtcNow().ToUnixTimeSeconds(), request, answer, read, written);
        await pace.UntilAsync(ask.Stream ? 0 : answer.OutputTokens, http.RequestAborted);
        if (!ask.Stream)
        {
            await WholeBody.SendAsync(http, reply.Whole(), fault, OpenAIErrors.Overloaded());
            return;
        }

        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        await reply.StreamAsync(new EventStream(http, fault, ResponsesReply.ErrorEvent), pace, http.RequestAborted);
    }
}
