using System.Text.Json;
using Anthropic;

namespace Farthing.EndToEnd.Vectors.Callers;

/// <summary>A client of one family, as applications use it.</summary>
internal abstract class Caller
{
    /// <summary>
    /// Asks a model one question and reads the answer to its end. An answer that its client takes for whole comes back as what it said;
    /// everything else is an error, be it a status, an event within the stream or a connection that broke.
    /// </summary>
    /// <param name="passing">
    /// The answer is not ours but passes: what the client says to a vendor's own words (an old or a newer form of them) is an error too.
    /// Half an event is not among them.
    /// </param>
    public async Task<Heard> AskAsync(string model, bool stream, CancellationToken cancel, bool passing = false)
    {
        try
        {
            return stream ? await StreamedAsync(model, cancel) : await WholeAsync(model, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && (IsAnswer(e) || (passing && e is not JsonException)))
        {
            return Heard.Failed(e.Message, StatusOf(e));
        }
    }

    protected abstract Task<Heard> WholeAsync(string model, CancellationToken cancel);

    protected abstract Task<Heard> StreamedAsync(string model, CancellationToken cancel);

    /// <summary>Whether the exception is the client's way to say that the provider failed, and not that the client does not understand it.</summary>
    protected virtual bool IsAnswer(Exception e) => e is HttpRequestException or IOException;

    protected virtual int? StatusOf(Exception e) => (int?)(e as HttpRequestException)?.StatusCode;
}

/// <summary>What a client made of an answer.</summary>
internal sealed record Heard(Said? Said, string? Error, int? Status)
{
    public static Heard Of(Said said) => new(said, null, 200);

    public static Heard Failed(string error, int? status) => new(null, error, status);
}

/// <summary>One client for each family, over one pool of connections.</summary>
internal sealed class Callers : IDisposable
{
    private readonly Dictionary<Family, Caller> _callers;
    private readonly HttpClient _bare;
    private readonly AnthropicClient _anthropic;

    public Callers(Uri gateway, string key)
    {
        Http = new HttpClient(new SocketsHttpHandler { MaxResponseDrainSize = 0 }) { BaseAddress = gateway, Timeout = Timeout.InfiniteTimeSpan };
        Http.DefaultRequestHeaders.Add("x-api-key", key);
        _bare = new HttpClient(new SocketsHttpHandler { MaxResponseDrainSize = 0 }) { Timeout = Timeout.InfiniteTimeSpan };
        _anthropic = new AnthropicClient { BaseUrl = gateway.AbsoluteUri.TrimEnd('/'), ApiKey = key, HttpClient = _bare, MaxRetries = 0 };
        _callers = new()
        {
            [Family.Anthropic] = new AnthropicCaller(_anthropic),
            [Family.Chat] = new ChatCaller(gateway, key, _bare),
            [Family.Responses] = new ResponsesCaller(gateway, key, _bare),
            [Family.Completions] = new PlainCaller(Family.Completions, Http),
            [Family.Ollama] = new PlainCaller(Family.Ollama, Http),
            [Family.Generate] = new PlainCaller(Family.Generate, Http),
        };
    }

    /// <summary>For what is sent as it was recorded.</summary>
    public HttpClient Http { get; }

    public Caller Of(Family family) => _callers[family];

    public void Dispose()
    {
        _anthropic.Dispose();
        _bare.Dispose();
        Http.Dispose();
    }
}
