using Farthing.Keys;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>Step 1: who asks, and whether it may. Everything here is in memory.</summary>
internal sealed class Access(KeyRing keys, Turnstile turnstile, TimeProvider clock)
{
    internal static readonly WireError NoKey = new(401, WireErrorKind.Authentication,
        "no valid key. Send the key that `farthing serve` printed at its first start, one of `farthing keys create`, or FARTHING_KEY, as 'Authorization: Bearer KEY' or 'x-api-key: KEY'.",
        Code: "invalid_api_key");

    /// <exception cref="WireException">401: no key, an unknown one, or one whose time is over.</exception>
    public ApiKey Key(HttpRequest request)
    {
        // Not Features.Get<T>(), which took 0.7 % of a small call: it looks T up anew for each of the server's own types that it compares T with.
        var key = keys.Authenticate(request.Headers, (LastSecret?)request.HttpContext.Features[typeof(LastSecret)]) ?? throw new WireException(NoKey);
        if (key == keys.Anybody && !IsLocal(request.Host.Host))
            throw new WireException(NoKey with { Message = $"no key is asked for on this machine only, under 127.0.0.1, localhost or [::1], not '{request.Host.Host}'. {NoKey.Message}" });
        if (key.RevokedAt is { } revoked) throw new WireException(NoKey with { Message = $"the key '{key.Name}' was revoked at {revoked:u}. `farthing keys create` makes another.", Code = "revoked_api_key" });
        if (key.ExpiresAt is { } expired && expired <= clock.GetUtcNow()) throw new WireException(NoKey with { Message = $"the key '{key.Name}' expired at {expired:u}. `farthing keys create` makes another.", Code = "expired_api_key" });
        return key;
    }

    /// <exception cref="WireException">403: the key may not ask for the model. 429: it asks too much at a time.</exception>
    public Turnstile.Pass Enter(ApiKey key, string model)
    {
        if (!key.MayAsk(model))
            throw new WireException(new WireError(403, WireErrorKind.Permission, $"the key '{key.Name}' may ask for {string.Join(", ", key.Models)}, not for '{model}'", "model", "model_not_allowed"));
        return turnstile.Enter(key, out var full, out var retryAfter)
            ?? throw new WireException(new WireError(429, WireErrorKind.RateLimit, $"the key '{key.Name}' is limited to {full}", Code: "rate_limit_exceeded") { RetryAfter = retryAfter });
    }

    /// <summary>A page in a browser can send a request to this machine under a name of its own (DNS rebinding): without a key, the name is what tells.</summary>
    private static bool IsLocal(string host) => host is "127.0.0.1" or "localhost" or "::1" or "[::1]";
}
