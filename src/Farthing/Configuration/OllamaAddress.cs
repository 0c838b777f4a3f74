namespace Farthing.Configuration;

/// <summary>Where an Ollama server's own API lies, from any of the forms in which its address is written.</summary>
internal static class OllamaAddress
{
    private const int DefaultPort = 11434;

    /// <summary>What every such server speaks: conversations first, prompts second.</summary>
    public static IReadOnlyList<string> Dialects { get; } = ["ollama", "ollama-generate"];

    /// <summary>With or without <c>/api</c> or <c>/v1</c>, with or without a port; 0.0.0.0 is what a server listens on, not where it is found.</summary>
    public static Uri Of(Uri address)
    {
        var hasPort = address.OriginalString.Contains($":{address.Port}", StringComparison.Ordinal);
        var path = address.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/api", StringComparison.Ordinal)) path = path[..^"/api".Length];
        if (path.EndsWith("/v1", StringComparison.Ordinal)) path = path[..^"/v1".Length];
        return new UriBuilder(address)
        {
            Host = address.Host == "0.0.0.0" ? "127.0.0.1" : address.Host,
            Port = hasPort || address.Scheme == "https" ? address.Port : DefaultPort,
            Path = path + "/api",
        }.Uri;
    }
}
