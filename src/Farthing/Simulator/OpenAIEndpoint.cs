using System.Globalization;

namespace Farthing.Simulator;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class OpenAIEndpoint(SimulatorState state)
{
    private readonly OpenAICache _cache = new(state.Clock);

    public async Task ChatAsync(HttpContext http)
    {
        http.Response.Headers["x-request-id"] = $"req_{state.NextId(32)}";
        http.Response.Headers["openai-version"] = "2020-10-01";
        try
        {
            var key = SimulatorState.KeyOf(http)
                ?? throw new VendorException(401, "You didn't provide an API key. Send it in an Authorization header: Bearer YOUR_KEY.");
            using var body = await SimulatorState.ReadBodyAsync(http);
            var (name, fault) = state.FaultOf(http, SimulatorState.Reading(() => body.RootElement.String("model")));
            if (await state.StrikeFirstAsync(http, fault, Vendor.OpenAI, name)) return;
            await ReplyAsync(http, SimulatorState.Reading(() => OpenAIRequest.Read(body.RootElement, name)), key, fault);
        }
        catch (VendorException e)
        {
            http.Response.StatusCode = e.Status;
            if (e.RetryAfterSeconds is { } wait) http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await WholeBody.SendAsync(http, OpenAIErrors.Body(e), null, []);
        }
    }

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
