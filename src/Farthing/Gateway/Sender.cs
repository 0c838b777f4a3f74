using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Farthing.Ledger;
using Farthing.Providers;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>
/// Makes the calls of a plan, in order, until one provider answers: with a success, or with an error that another try would not change.
/// It stops at the answer's headers: nothing has reached the caller yet, which is what makes a second try safe.
/// </summary>
internal sealed partial class Sender(HttpMessageInvoker client, TimeProvider clock, Random jitter, ILogger<Sender> log)
{
    /// <summary>Calls to one provider before the plan moves on.</summary>
    private const int TriesPerAttempt = 3;

    /// <summary>The addresses asked so far, which are few; to parse one for each call would be work for nothing.</summary>
    private readonly ConcurrentDictionary<string, Uri> _addresses = new();

    /// <param name="body">The request body for an attempt, made once for each; null where a later attempt cannot take the request.</param>
    /// <param name="headers">The caller's headers: some pass to a provider of the same dialect.</param>
    /// <param name="pulse">Of a streaming caller: it beats while a call is out, and not between tries.</param>
    /// <exception cref="WireException">No provider of the plan could be reached; 502 or 504.</exception>
    public async Task<Sent> SendAsync(
        Call call, Func<Attempt, ValueTask<PooledBuffer?>> body, bool stream, Dialect caller, IHeaderDictionary headers, Pulse? pulse, CancellationToken cancel)
    {
        Retry? failed = null; // becomes a retry once another try follows
        var i = 0;
        var bytes = (await body(call.Attempts[i]))!;
        while (true)
        {
            var attempt = call.Attempts[i];
            for (var tries = 1; ; tries++)
            {
                if (failed is not null) call.Retries.Add(failed);
                call.Tries++;
                var began = clock.GetUtcNow();
                var (response, failure) = await CallAsync(attempt, bytes, stream, caller, headers, pulse, cancel);
                if (failure is not null && !stream && RetryRule.MayHaveWorked(failure))
                {
                    call.Accepted = true;
                    throw new WireException(BrokenOff(attempt, failure));
                }

                var wait = RetryRule.Wait(response, failure, tries, jitter, clock.GetUtcNow());
                if (response is not null && wait is null && !RetryRule.IsOverload(response))
                {
                    if (KeyRefusal.Is((int)response.StatusCode, attempt.Provider)) Refused(log, KeyRefusal.Words((int)response.StatusCode, attempt.Provider), (int)response.StatusCode);
                    return new Sent(attempt, response);
                }

                if (wait is { } delay && tries < TriesPerAttempt)
                {
                    failed = Failed(attempt, began, response);
                    Retrying(log, attempt.Provider.Name, Outcome(response, failure), tries, delay.TotalMilliseconds);
                    response?.Dispose();
                    await WaitAsync(attempt, delay, cancel);
                    continue;
                }

                PooledBuffer? next = null;
                while (next is null && ++i < call.Attempts.Count) next = await body(call.Attempts[i]);
                GaveUp(log, attempt.Provider.Name, Outcome(response, failure), tries, next is null ? "no other is left to be asked" : $"{call.Attempts[i].Provider.Name} is asked next");
                if (next is null) return response is not null ? new Sent(attempt, response) : throw new WireException(Unreachable(attempt, failure!));
                failed = Failed(attempt, began, response);
                response?.Dispose();
                bytes = next;
                break; // the next attempt of the plan
            }
        }
    }

    private Retry Failed(Attempt attempt, DateTimeOffset began, HttpResponseMessage? response) =>
        new(began, clock.GetUtcNow(), attempt.Provider.Name, attempt.Dialect.Name, attempt.Model, attempt.Provider.Simulated, (int?)response?.StatusCode);

    /// <summary>Between tries no request is out, so giving up here costs nothing: it must not look like a call that was broken off.</summary>
    private async Task WaitAsync(Attempt attempt, TimeSpan delay, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(delay, clock, cancel);
        }
        catch (OperationCanceledException)
        {
            throw new WireException(new WireError(504, WireErrorKind.Timeout, $"provider {attempt.Provider.Name} was overloaded until the wait for it was given up"));
        }
    }

    private async Task<(HttpResponseMessage? Response, Exception? Failure)> CallAsync(
        Attempt attempt, PooledBuffer body, bool stream, Dialect caller, IHeaderDictionary headers, Pulse? pulse, CancellationToken cancel)
    {
        using var request = Request(attempt, body, stream, caller, headers);
        pulse?.Restart();
        pulse?.Resume();
        try
        {
            return (await client.SendAsync(request, cancel), null);
        }
        catch (HttpRequestException e)
        {
            return (null, e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            return (null, e); // the connect timeout of the handler
        }
        finally
        {
            if (pulse is not null) await pulse.PauseAsync();
        }
    }

    private HttpRequestMessage Request(Attempt attempt, PooledBuffer body, bool stream, Dialect caller, IHeaderDictionary headers)
    {
        var provider = attempt.Provider;
        var request = new HttpRequestMessage(HttpMethod.Post, _addresses.GetOrAdd(provider.BaseUrl + attempt.Dialect.Path, static address => new Uri(address)))
        {
            Content = new RequestContent(body),
            Version = HttpVersion.Version11,
        };
        request.Headers.TryAddWithoutValidation("accept", !stream ? "application/json" : attempt.Dialect.Framing == Framing.Lines ? "application/x-ndjson" : "text/event-stream");
        ForwardedHeaders.ToProvider(headers, request.Headers, provider, attempt.Dialect, sameDialect: caller == attempt.Dialect);
        return request;
    }

    private static WireError Unreachable(Attempt attempt, Exception failure) => failure is OperationCanceledException
        ? new WireError(504, WireErrorKind.Timeout, $"provider {attempt.Provider.Name} at {attempt.Provider.BaseUrl} did not accept the connection in time")
        : new WireError(502, WireErrorKind.Unavailable, $"provider {attempt.Provider.Name} at {attempt.Provider.BaseUrl} cannot be reached: {failure.Message}");

    private static WireError BrokenOff(Attempt attempt, Exception failure) => new(502, WireErrorKind.Unavailable,
        $"provider {attempt.Provider.Name} broke the connection off before it had answered, when it may have done the work already: it is charged as an estimate, and not asked again for you ({failure.Message})");

    private static string Outcome(HttpResponseMessage? response, Exception? failure) =>
        response is not null ? string.Create(CultureInfo.InvariantCulture, $"answered {(int)response.StatusCode}")
        : failure is OperationCanceledException ? "did not accept the connection in time"
        : $"could not be reached: {failure!.Message}";

    [LoggerMessage(LogLevel.Information, "Provider {Provider} {Outcome} (try {Tries}); trying again in {Wait:0} ms")]
    private static partial void Retrying(ILogger log, string provider, string outcome, int tries, double wait);

    [LoggerMessage(LogLevel.Warning, "Provider {Provider} {Outcome} (try {Tries}); {Next}")]
    private static partial void GaveUp(ILogger log, string provider, string outcome, int tries, string next);

    [LoggerMessage(LogLevel.Warning, "{Words}: it answered {Status}")]
    private static partial void Refused(ILogger log, string words, int status);
}

/// <summary>A provider's answer, at its headers.</summary>
internal sealed record Sent(Attempt Attempt, HttpResponseMessage Response);
