using System.Text;
using Farthing.Providers;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>
/// A provider that refuses the gateway's own key. Its 401 looks to a caller as if its own key were wrong, and is not: so the answer says in a
/// header, in the log, and in its words where they are ours, whose key it is. Pure.
/// </summary>
internal static class KeyRefusal
{
    /// <summary>A shorter key is a placeholder, and may be any word of an answer.</summary>
    private const int ShortestSecret = 8;

    /// <summary>The simulator has no key that could be wrong: what it answers is a fault that somebody asked for.</summary>
    public static bool Is(int status, Provider provider) => status is 401 or 403 && !provider.Simulated;

    /// <summary>Who refused what, and the setting to look at.</summary>
    public static string Words(int status, Provider provider) =>
        provider.ApiKey is null ? $"provider {provider.Name} wants a key, and providers.{provider.Name}.api_key is not set"
        : status == 401 ? $"provider {provider.Name} refused the gateway's key (providers.{provider.Name}.api_key)"
        : $"provider {provider.Name} does not allow this to the gateway's key (providers.{provider.Name}.api_key)";

    /// <summary>A refusal's body without the gateway's key: some servers say the key that they refuse, and it is not the caller's to know.</summary>
    public static ReadOnlyMemory<byte> WithoutKey(ReadOnlyMemory<byte> body, Provider provider) =>
        provider.ApiKey is { Length: >= ShortestSecret } key && body.Span.IndexOf(Encoding.UTF8.GetBytes(key)) >= 0
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span).Replace(key, "***", StringComparison.Ordinal))
            : body;

    public static WireError Explained(WireError error, Provider provider) =>
        Is(error.Status, provider) ? error with { Message = $"{Words(error.Status, provider)}: {error.Message}" } : error;
}
