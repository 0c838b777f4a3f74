using Farthing.Ledger;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>The gateway's routes: a table of contents.</summary>
internal static class GatewayEndpoints
{
    public static void MapGateway(this IEndpointRouteBuilder app, RequestFlow flow, ModelsEndpoint models, LedgerStore ledger, TimeProvider clock)
    {
        app.MapPost("/v1/messages", (RequestDelegate)(http => flow.RunAsync(http, Dialects.Anthropic)));
        app.MapPost("/v1/chat/completions", (RequestDelegate)(http => flow.RunAsync(http, Dialects.OpenAIChat)));
        app.MapPost("/v1/responses", (RequestDelegate)(http => flow.RunAsync(http, Dialects.OpenAIResponses)));
        app.MapPost("/v1/completions", (RequestDelegate)(http => flow.RunAsync(http, Dialects.OpenAICompletions)));
        app.MapPost("/api/chat", (RequestDelegate)(http => flow.RunAsync(http, Dialects.Ollama)));
        app.MapPost("/api/generate", (RequestDelegate)(http => flow.RunAsync(http, Dialects.OllamaGenerate)));
        app.MapGet("/v1/models", (RequestDelegate)models.RunAsync);
        app.MapGet("/health/live", (RequestDelegate)(http => http.Response.WriteAsync("live\n")));
        app.MapGet("/health/ready", (RequestDelegate)(http => ReadyAsync(http, ledger)));
        // The default pattern leaves out paths with a dot, such as /v1/models/gpt-4.1.
        app.MapFallback("{*path}", (RequestDelegate)(http => NotFoundAsync(http, clock)));
    }

    /// <summary>Ready means that a call would be accepted: the ledger, without which none is made, can be written.</summary>
    private static async Task ReadyAsync(HttpContext http, LedgerStore ledger)
    {
        var ready = await ledger.IsWritableAsync();
        if (!ready) http.Response.StatusCode = 503;
        await http.Response.WriteAsync(ready ? "ready\n" : "the ledger cannot be written\n");
    }

    private static Task NotFoundAsync(HttpContext http, TimeProvider clock)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        return new Answer(http, ModelsEndpoint.DialectOf(http.Request), id, clock).ErrorAsync(new WireError(404, WireErrorKind.NotFound,
            $"{http.Request.Method} {http.Request.Path} is not served here. POST /v1/messages (Anthropic), POST /v1/chat/completions (OpenAI) and GET /v1/models are."));
    }
}
