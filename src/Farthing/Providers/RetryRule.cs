using System.Net;

namespace Farthing.Providers;

/// <summary>Whether another try can help, and after how long. Pure.</summary>
internal static class RetryRule
{
    /// <summary>A provider that asks for more patience than this gets its answer handed on: the caller knows better what to do with it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>The wait before the next try; null when there should be none.</summary>
    /// <param name="tries">Tries already made, from 1.</param>
    public static TimeSpan? Wait(HttpResponseMessage? response, Exception? failure, int tries, Random jitter, DateTimeOffset now)
    {
        if (failure is not null) return Backoff(tries, jitter);
        if (response!.IsSuccessStatusCode || !IsTransient(response.StatusCode)) return null;
        if (response.Headers.TryGetValues("x-should-retry", out var said) && said.FirstOrDefault() == "false") return null;
        var asked = Asked(response, now);
        // A 429 of a spend cap carries no Retry-After and does not pass by itself (pricing-and-providers: enforced_spend_limit_reached),
        // but neither do the many compatible servers that never send one: two short tries cost little.
        if (asked is null) return Backoff(tries, jitter);
        return asked <= LongestWait ? asked : null;
    }

    /// <summary>
    /// Whether a call that failed without an answer may have reached the provider. One that does not stream is answered only when all of it is
    /// done, so its provider may charge for it; a stream's first headers come before the work.
    /// </summary>
    public static bool MayHaveWorked(Exception failure) => failure is HttpRequestException
    {
        HttpRequestError: not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError),
    };

    /// <summary>Worth asking the next provider of the plan.</summary>
    public static bool IsOverload(HttpResponseMessage response) => !response.IsSuccessStatusCode && IsTransient(response.StatusCode);

    private static bool IsTransient(HttpStatusCode status) => (int)status is 408 or 429 or 500 or 502 or 503 or 504 or 529;

    private static TimeSpan? Asked(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.TryGetValues("retry-after-ms", out var ms) && double.TryParse(ms.FirstOrDefault(), out var milliseconds) && milliseconds >= 0)
            return TimeSpan.FromMilliseconds(Math.Min(milliseconds, 86_400_000));
        return response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
            _ => null,
        };
    }

    /// <summary>0.5 s, 1 s, 2 s … each less up to a quarter, so that callers that failed together do not return together.</summary>
    private static TimeSpan Backoff(int tries, Random jitter) =>
        TimeSpan.FromSeconds(0.5 * Math.Pow(2, tries - 1) * (1 - (0.25 * jitter.NextDouble())));
}
