using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Farthing.Providers;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway.TokenCounts;

/// <summary>Asks the provider to count. A provider that has no such endpoint is not asked again for a while: an agent counts dozens of times in a row.</summary>
internal sealed class ExactCount(HttpMessageInvoker client, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Silence = TimeSpan.FromMinutes(10);

    private const int MostReplyBytes = 64 * 1024;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _silentUntil = new();

    /// <returns>The provider's answer as it came, and its count; null where it gives none.</returns>
    public async Task<(byte[] Reply, long Tokens)?> AskAsync(Attempt attempt, string dialect, string path, ReadOnlyMemory<byte> body, IHeaderDictionary headers, CancellationToken cancel)
    {
        var provider = attempt.Provider;
        if (provider.Dialects.FirstOrDefault(d => d.Name == dialect) is not { } spoken) return null;
        if (_silentUntil.TryGetValue(provider.Name + path, out var until) && clock.GetUtcNow() < until) return null;
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            using var request = Request(attempt, spoken, path, body, headers);
            using var response = await client.SendAsync(request, either.Token);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented && !provider.Simulated)
                _silentUntil[provider.Name + path] = clock.GetUtcNow() + Silence;
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > MostReplyBytes) return null;
            await response.Content.LoadIntoBufferAsync(MostReplyBytes, either.Token);
            var reply = await response.Content.ReadAsByteArrayAsync(either.Token);
            return Tokens(reply) is { } tokens ? (reply, tokens) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or WireException or JsonException or InvalidOperationException) // the last: names that are not Unicode
        {
            return null; // the estimate stands in for whatever went wrong
        }
    }

    private static HttpRequestMessage Request(Attempt attempt, Dialect dialect, string path, ReadOnlyMemory<byte> body, IHeaderDictionary headers)
    {
        var bytes = new RequestEdits(RequestHead.Read(body.Span)).Model(attempt.Model).WithoutSeals(body).Apply(body.Span);
        var request = new HttpRequestMessage(HttpMethod.Post, attempt.Provider.BaseUrl + path)
        {
            Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Version = HttpVersion.Version11,
        };
        ForwardedHeaders.ToProvider(headers, request.Headers, attempt.Provider, dialect, sameDialect: true);
        return request;
    }

    /// <summary>The count in a provider's answer; null where there is none.</summary>
    private static long? Tokens(byte[] reply)
    {
        using var document = JsonDocument.Parse(reply);
        return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("input_tokens", out var count)
            && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var tokens) && tokens >= 0 ? tokens : null;
    }
}
