namespace Farthing.Recording;

/// <summary>Which API a call belongs to, by the names that an index of recordings has for them.</summary>
internal static class RecordedApi
{
    private static readonly (string Path, string Api)[] s_all =
    [
        ("/messages", "anthropic.messages"),
        ("/messages/count_tokens", "anthropic.count_tokens"),
        ("/chat/completions", "openai.chat"),
        ("/responses", "openai.responses"),
        ("/responses/input_tokens", "openai.responses.input_tokens"),
        ("/completions", "openai.completions"),
        ("/embeddings", "embeddings"),
        ("/api/embed", "embeddings"),
        ("/api/chat", "ollama.chat"),
        ("/api/generate", "ollama.generate"),
    ];

    /// <summary>Null for what is no model call.</summary>
    public static string? Of(Uri called) =>
        s_all.Where(a => called.AbsolutePath.EndsWith(a.Path, StringComparison.Ordinal)).OrderByDescending(a => a.Path.Length).Select(a => a.Api).FirstOrDefault();
}
