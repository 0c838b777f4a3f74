using System.Collections.Concurrent;

namespace Farthing.EndToEnd.Clients;

/// <summary>One answer of the gateway as it went over the wire, below the SDK.</summary>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The call's id in the ledger.</summary>
    public string CallId => Headers["x-farthing-request-id"];
}

/// <summary>Sits where an application's own HTTP client would: adds a fault where one is wanted, notes the answers' headers.</summary>
internal sealed class CallRecorder(string? fault) : DelegatingHandler(
    // Without this a stream that is given up is read to its end in the background, and the gateway never sees the caller leave.
    new SocketsHttpHandler { MaxResponseDrainSize = 0, ResponseDrainTimeout = TimeSpan.Zero })
{
    private readonly ConcurrentQueue<WireAnswer> _answers = new();

    public IReadOnlyList<WireAnswer> Answers => [.. _answers];

    public WireAnswer Last => Answers[^1];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (fault is not null) request.Headers.TryAddWithoutValidation("x-farthing-fault", fault);
        var response = await base.SendAsync(request, cancellationToken);
        _answers.Enqueue(new WireAnswer((int)response.StatusCode,
            response.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(", ", h.Value))));
        return response;
    }
}
