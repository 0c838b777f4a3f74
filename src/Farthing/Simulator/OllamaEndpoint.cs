using System.Text.Json;

namespace Farthing.Simulator;

/// <summary><c>/api/chat</c>, <c>/api/generate</c>, <c>/api/embed</c> and <c>/api/show</c>. As with the real server, no key is needed.</summary>
internal sealed class OllamaEndpoint(SimulatorState state)
{
    public Task AnswerAsync(HttpContext http, bool isPrompt) => RunAsync(http, async (body, name, fault) =>
    {
        var model = Model(name);
        var ask = SimulatorState.Reading(() => OllamaRequest.Read(body, model, isPrompt));
        if (isPrompt ? body.String("prompt") is null or "" : !body.Field("messages").Items().Any())
        {
            await WholeBody.SendAsync(http, OllamaReply.Loaded(ask, state.Clock, isPrompt), fault, Error("model runner has unexpectedly stopped (simulated)"));
            return;
        }

        var sample = SimulatorState.SampleOf(http, ask);
        var pace = state.PaceOf(ask, sample);
        var answer = SimulatorState.Reading(() => state.Answers.Choose(ask, sample));
        var reply = new OllamaReply(ask, answer, state.Clock, isPrompt);
        await pace.UntilAsync(ask.Stream ? 0 : answer.OutputTokens, http.RequestAborted);
        if (!ask.Stream)
        {
            await WholeBody.SendAsync(http, reply.Whole(), fault, Error("model runner has unexpectedly stopped (simulated)"));
            return;
        }

        http.Response.ContentType = "application/x-ndjson";
        await reply.StreamAsync(new EventStream(http, fault, [.. Error("model runner has unexpectedly stopped (simulated)"), (byte)'\n'], isLines: true), pace, http.RequestAborted);
    });

    public Task EmbedAsync(HttpContext http) => RunAsync(http, (body, name, fault) =>
    {
        var model = Model(name);
        if (model.Dimensions is not { } dimensions) throw new VendorException(400, "this model does not support embeddings");
        var inputs = SimulatorState.Reading(() => Embedding.Inputs(body.Field("input")));
        return WholeBody.SendAsync(http, JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("model", model.Id);
            json.WriteStartArray("embeddings");
            foreach (var input in inputs) Embedding.Write(json, null, Embedding.Of(input, dimensions));
            json.WriteEndArray();
            json.WriteNumber("prompt_eval_count", inputs.Sum(Tokens.Of));
            json.WriteEndObject();
        }), fault, Error("overloaded (simulated)"));
    });

    /// <summary>The older form: one prompt, one vector.</summary>
    public Task EmbeddingsAsync(HttpContext http) => RunAsync(http, (body, name, fault) =>
    {
        if (Model(name).Dimensions is not { } dimensions) throw new VendorException(400, "this model does not support embeddings");
        var prompt = SimulatorState.Reading(() => body.String("prompt") ?? "");
        return WholeBody.SendAsync(http, JsonText.Of(json =>
        {
            json.WriteStartObject();
            Embedding.Write(json, "embedding", prompt.Length == 0 ? [] : Embedding.Of(prompt, dimensions));
            json.WriteEndObject();
        }), fault, Error("overloaded (simulated)"));
    });

    public Task ShowAsync(HttpContext http) => RunAsync(http, (body, name, fault) =>
        WholeBody.SendAsync(http, OllamaModels.Show(Model(name)), fault, Error("overloaded (simulated)")));

    private async Task RunAsync(HttpContext http, Func<JsonElement, string?, Fault?, Task> reply)
    {
        try
        {
            using var body = await SimulatorState.ReadBodyAsync(http);
            var (name, fault) = state.FaultOf(http, SimulatorState.Reading(() => body.RootElement.String("model") ?? body.RootElement.String("name")));
            if (await state.StrikeFirstAsync(http, fault, Vendor.Ollama, name)) return;
            await reply(body.RootElement, name, fault);
        }
        catch (VendorException e)
        {
            http.Response.StatusCode = e.Status;
            await WholeBody.SendAsync(http, Error(e.Message), null, []);
        }
    }

    private SimulatedModel Model(string? name) => string.IsNullOrEmpty(name)
        ? throw new VendorException(400, "model is required")
        : state.Cast.Find(name, Vendor.Ollama) ?? throw new VendorException(404, $"model '{name}' not found");

    public static byte[] Error(string message) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("error", message);
        json.WriteEndObject();
    });
}
