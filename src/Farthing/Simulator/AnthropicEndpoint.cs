using System.Globalization;

namespace Farthing.Simulator;

/// <summary><c>POST /v1/messages</c> and <c>/v1/messages/count_tokens</c>.</summary>
internal sealed class AnthropicEndpoint(SimulatorState state)
{
    private readonly AnthropicCache _cache = new(state.Clock);

    public Task MessagesAsync(HttpContext http) => AnswerAsync(http, counting: false);

    public Task CountTokensAsync(HttpContext http) => AnswerAsync(http, counting: true);

    private async Task AnswerAsync(HttpContext http, bool counting)
    {
        var requestId = $"req_{state.NextId(24)}";
        http.Response.Headers["request-id"] = requestId;
        try
        {
            var key = SimulatorState.KeyOf(http) ?? throw new VendorException(401, "x-api-key header is required", "authentication_error");
            if (http.Request.Headers["anthropic-version"].Count == 0)
                throw AnthropicErrors.Invalid("anthropic-version: header is required");
            using var body = await SimulatorState.ReadBodyAsync(http);
            var (name, fault) = state.FaultOf(http, SimulatorState.Reading(() => body.RootElement.String("model")));
            if (await state.StrikeFirstAsync(http, fault, Vendor.Anthropic, name)) return;
            var (ask, prompt) = SimulatorState.Reading(() =>
                AnthropicRequest.Read(body.RootElement, Model(name), counting, http.Request.Headers.ContainsKey("anthropic-beta")));
            if (counting) await WholeBody.SendAsync(http, Count(ask.PromptTokens), fault, AnthropicErrors.Overloaded(requestId));
            else await ReplyAsync(http, ask, prompt, key, fault, requestId);
        }
        catch (VendorException e)
        {
            http.Response.StatusCode = e.Status;
            if (e.RetryAfterSeconds is { } wait) http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await WholeBody.SendAsync(http, AnthropicErrors.Body(e, requestId), null, []);
        }
    }

    private async Task ReplyAsync(HttpContext http, Ask ask, AnthropicPrompt prompt, string key, Fault? fault, string requestId)
    {
        var sample = SimulatorState.SampleOf(http, ask);
        var pace = state.PaceOf(ask, sample);
        var answer = SimulatorState.Reading(() => state.Answers.Choose(ask, sample));
        var (tally, commit) = _cache.Look(key, ask.Model, prompt);
        state.Rates.Report(http, key, ask.Model, tally.Fresh + tally.Write5m + tally.Write1h, answer.OutputTokens);
        var reply = new AnthropicReply($"msg_{state.NextId(24)}", ask.Model, answer, tally);
        await pace.UntilAsync(0, http.RequestAborted);
        commit();
        if (!ask.Stream)
        {
            await pace.UntilAsync(answer.OutputTokens, http.RequestAborted);
            await WholeBody.SendAsync(http, reply.Whole(), fault, AnthropicErrors.Overloaded(requestId));
            return;
        }

        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        await reply.StreamAsync(new EventStream(http, fault, AnthropicErrors.Event(requestId)), pace, http.RequestAborted);
    }

    /// <exception cref="VendorException">No model is named, or an unknown one.</exception>
    private SimulatedModel Model(string? name) => string.IsNullOrEmpty(name)
        ? throw AnthropicErrors.Invalid("model: Field required")
        : state.Cast.Find(name, Vendor.Anthropic) ?? throw new VendorException(404, $"model: {name}", "not_found_error");

    private static byte[] Count(int tokens) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("input_tokens", tokens);
        json.WriteEndObject();
    });
}
