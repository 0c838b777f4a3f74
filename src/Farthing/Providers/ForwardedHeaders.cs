using System.Net.Http.Headers;
using Farthing.Wire;

namespace Farthing.Providers;

/// <summary>Which headers pass between caller and provider. Credentials never do: the caller's key is ours, the provider's is its own.</summary>
internal static class ForwardedHeaders
{
    private static readonly string[] AnthropicRequest = ["anthropic-version", "anthropic-beta", "anthropic-dangerous-direct-browser-access"];
    private static readonly string[] OpenAIRequest = ["openai-beta", "openai-organization", "openai-project", "idempotency-key"];
    private static readonly string[] SimulatorRequest = ["x-farthing-fault", "x-farthing-sample"];
    private static readonly string[] Reply = ["retry-after", "retry-after-ms", "x-should-retry", "request-id", "x-request-id", "openai-processing-ms", "openai-organization", "openai-version"];
    private static readonly string[] ReplyPrefixes = ["anthropic-", "x-ratelimit-"];

    /// <exception cref="WireException">400: a header of the caller's holds what HTTP cannot carry on.</exception>
    public static void ToProvider(IHeaderDictionary from, HttpRequestHeaders to, Provider provider, Dialect dialect, bool sameDialect)
    {
        var anthropic = dialect == Dialects.Anthropic;
        // Betas travel with the body fields they allow, so they pass only where the body does (wire.md §1, Beta).
        if (sameDialect) Copy(from, to, anthropic ? AnthropicRequest : OpenAIRequest);
        if (provider.Simulated) Copy(from, to, SimulatorRequest);
        if (anthropic)
        {
            if (!to.Contains("anthropic-version")) to.TryAddWithoutValidation("anthropic-version", "2023-06-01");
            if (provider.ApiKey is { } key) to.TryAddWithoutValidation("x-api-key", key);
        }
        else if (provider.ApiKey is { } key)
        {
            to.TryAddWithoutValidation("authorization", "Bearer " + key);
        }
    }

    public static void ToCaller(HttpResponseHeaders from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from.NonValidated) // as they came; the checked view would parse each of them
        {
            if (Passes(name)) to[name] = values.Count == 1 ? HeaderText.Of(values.ToString()) : values.Select(HeaderText.Of).ToArray();
        }
    }

    private static bool Passes(string name)
    {
        foreach (var known in Reply)
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase)) return true;
        foreach (var prefix in ReplyPrefixes)
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static void Copy(IHeaderDictionary from, HttpRequestHeaders to, string[] names)
    {
        foreach (var name in names)
        {
            if (!from.TryGetValue(name, out var values)) continue;
            foreach (var value in values)
            {
                if (value is not null && HeaderText.Of(value) != value) throw WireException.Invalid(name, "this header may hold printable ASCII only, and not too much of it.");
                to.TryAddWithoutValidation(name, value);
            }
        }
    }
}
