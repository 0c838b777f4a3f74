namespace Farthing.Simulator;

/// <summary>
/// A provider that answers as Anthropic and OpenAI do, at an address of its own, without any model behind it. Every reply carries
/// <c>x-farthing-simulated: true</c>.
/// </summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app) => _app = app;

    /// <summary>Where it listens, without a path: <c>http://127.0.0.1:4010/</c>.</summary>
    public Uri BaseAddress => new(_app.Urls.First());

    /// <exception cref="IOException">The address is in use.</exception>
    /// <exception cref="FormatException"><see cref="SimulatorOptions.Listen"/> is not an address with a port.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        SimulatorState.LimitBody(builder);
        var app = builder.Build();
        app.Urls.Add($"http://{options.Listen}");
        Map(app, new SimulatorState(options, clock));
        try
        {
            await app.StartAsync(cancellation);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new SimulatorHost(app);
    }

    /// <summary>Completes when the process is told to end.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        using (var now = new CancellationTokenSource())
        {
            await now.CancelAsync(); // answers still under way are dropped
            await _app.StopAsync(now.Token);
        }

        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app, SimulatorState state)
    {
        var (anthropic, openai, models) = (new AnthropicEndpoint(state), new OpenAIEndpoint(state), new ModelsEndpoint(state));
        app.Use(Marked);
        app.MapPost("/v1/messages", (RequestDelegate)anthropic.MessagesAsync);
        app.MapPost("/v1/messages/count_tokens", (RequestDelegate)anthropic.CountTokensAsync);
        app.MapPost("/v1/chat/completions", (RequestDelegate)openai.ChatAsync);
        var responses = new ResponsesEndpoint(state);
        app.MapPost("/v1/responses", (RequestDelegate)responses.AnswerAsync);
        app.MapPost("/v1/responses/input_tokens", (RequestDelegate)responses.CountAsync);
        app.MapPost("/v1/completions", (RequestDelegate)new CompletionsEndpoint(state).AnswerAsync);
        app.MapPost("/v1/embeddings", (RequestDelegate)new EmbeddingsEndpoint(state).AnswerAsync);
        var ollama = new OllamaEndpoint(state);
        app.MapPost("/api/chat", (RequestDelegate)(http => ollama.AnswerAsync(http, isPrompt: false)));
        app.MapPost("/api/generate", (RequestDelegate)(http => ollama.AnswerAsync(http, isPrompt: true)));
        app.MapPost("/api/embed", (RequestDelegate)ollama.EmbedAsync);
        app.MapPost("/api/embeddings", (RequestDelegate)ollama.EmbeddingsAsync);
        app.MapPost("/api/show", (RequestDelegate)ollama.ShowAsync);
        app.MapGet("/api/tags", (RequestDelegate)(http => OllamaModels.TagsAsync(http, state.Cast)));
        app.MapGet("/api/ps", (RequestDelegate)OllamaModels.RunningAsync);
        app.MapGet("/api/version", (RequestDelegate)OllamaModels.VersionAsync);
        app.MapMethods("/", ["GET", "HEAD"], (RequestDelegate)(http => http.Response.WriteAsync("Ollama is running (simulated)")));
        app.MapGet("/v1/models", (RequestDelegate)models.ListAsync);
        app.MapGet("/v1/models/{**id}", (RequestDelegate)models.OneAsync);
        app.MapFallback((RequestDelegate)NotFoundAsync);
    }

    /// <summary>Marks every reply as simulated and ends those that a caller or a fault broke off.</summary>
    private static async Task Marked(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers["x-farthing-simulated"] = "true";
        try
        {
            await next(http);
        }
        catch (BrokenOffException)
        {
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
        }
    }

    private static Task NotFoundAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        var body = http.Request.Path.StartsWithSegments("/api") ? OllamaEndpoint.Error("404 page not found")
            : http.Request.Headers.ContainsKey("anthropic-version") ? AnthropicErrors.Body(new VendorException(404, "Not found"), "req_none")
            : OpenAIErrors.Body(new VendorException(404, $"Invalid URL ({http.Request.Method} {http.Request.Path})", "invalid_request_error"));
        return WholeBody.SendAsync(http, body, null, []);
    }
}
