using Farthing.Gateway.Models;
using Farthing.Gateway.TokenCounts;
using Farthing.Ledger;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>The gateway's routes: a table of contents.</summary>
internal static class GatewayEndpoints
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapGateway(this IEndpointRouteBuilder app, RequestFlow flow, FreeCalls calls, ModelsEndpoint models, TokenCountEndpoint counts, LedgerStore ledger)
    {
        app.MapPost("/v1/messages", (RequestDelegate)(http => flow.RunAsync(http, Dialects.Anthropic)));
        app.MapPost("/v1/chat/completions", (RequestDelegate)(http => flow.RunAsync(http, Dialects.OpenAIChat)));
        app.MapPost("/v1/responses", (RequestDelegate)(http => flow.RunAsync(http, Dialects.OpenAIResponses)));
        app.MapPost("/v1/completions", (RequestDelegate)(http => flow.RunAsync(http, Dialects.OpenAICompletions)));
        app.MapPost("/api/chat", (RequestDelegate)(http => flow.RunAsync(http, Dialects.Ollama)));
        app.MapPost("/api/generate", (RequestDelegate)(http => flow.RunAsync(http, Dialects.OllamaGenerate)));
        app.MapPost("/v1/embeddings", (RequestDelegate)(http => flow.RunAsync(http, Dialects.OpenAIEmbeddings)));
        app.MapPost("/api/embed", (RequestDelegate)(http => flow.RunAsync(http, Dialects.OllamaEmbed)));
        app.MapPost("/api/embeddings", (RequestDelegate)(http => flow.RunAsync(http, Dialects.OllamaEmbeddings)));
        app.MapPost("/v1/messages/count_tokens", (RequestDelegate)(http => counts.RunAsync(http, "anthropic", "/messages/count_tokens")));
        app.MapPost("/v1/responses/input_tokens", (RequestDelegate)(http => counts.RunAsync(http, "openai-responses", "/responses/input_tokens")));

        app.MapMethods("/v1/models", Reading, (RequestDelegate)models.ListAsync);
        app.MapMethods("/v1/models/{**id}", Reading, (RequestDelegate)(http => models.OneAsync(http, (string)http.Request.RouteValues["id"]!)));
        var ollama = new OllamaEndpoint(calls, models);
        app.MapMethods("/api/tags", Reading, (RequestDelegate)ollama.TagsAsync);
        app.MapMethods("/api/version", Reading, (RequestDelegate)ollama.VersionAsync);
        app.MapMethods("/api/ps", Reading, (RequestDelegate)ollama.RunningAsync);
        app.MapPost("/api/show", (RequestDelegate)ollama.ShowAsync);

        // Claude Code asks HEAD, Ollama's clients GET, whether anybody is there.
        app.MapMethods("/", Reading, (RequestDelegate)(http => calls.SayAsync(http, "Farthing is running\n")));
        app.MapMethods("/health/live", Reading, (RequestDelegate)(http => calls.SayAsync(http, "live\n")));
        app.MapMethods("/health/ready", Reading, (RequestDelegate)(http => ReadyAsync(http, calls, ledger)));
        // The default pattern leaves out paths with a dot.
        app.MapFallback("{*path}", (RequestDelegate)new NotServed(app, calls).RunAsync);
    }

    /// <summary>Ready means that a call would be accepted: the ledger, without which none is made, can be written.</summary>
    private static async Task ReadyAsync(HttpContext http, FreeCalls calls, LedgerStore ledger)
    {
        var ready = await ledger.IsWritableAsync();
        if (!ready) http.Response.StatusCode = 503;
        await calls.SayAsync(http, ready ? "ready\n" : "the ledger cannot be written\n");
    }
}
