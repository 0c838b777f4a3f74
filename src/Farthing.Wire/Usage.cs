namespace Farthing.Wire;

/// <summary>
/// Tokens of one call in disjoint parts, so that every token is priced once.
/// Null means that the provider did not report the part; it is not zero.
/// <see cref="Reasoning"/> is the one part that lies inside another: it is contained in <see cref="Output"/>.
/// </summary>
/// <param name="Input">Fresh input tokens: neither read from nor written to a prompt cache.</param>
/// <param name="CacheRead">Input tokens read from a prompt cache.</param>
/// <param name="CacheWrite5m">Input tokens written to a cache with a life of 5 minutes (or the provider's default life).</param>
/// <param name="CacheWrite1h">Input tokens written to a cache with a life of 1 hour.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="Reasoning">The share of <paramref name="Output"/> that was reasoning.</param>
public sealed record Usage(
    long? Input = null,
    long? CacheRead = null,
    long? CacheWrite5m = null,
    long? CacheWrite1h = null,
    long? Output = null,
    long? Reasoning = null)
{
    /// <summary>Nothing reported at all.</summary>
    public static Usage Unreported { get; } = new();

    /// <summary>
    /// For APIs whose count of the prompt includes what was cached. Parts that overlap (OpenRouter counts the same tokens of Gemini's as
    /// read and as written) are cut, so that they add up to the prompt.
    /// </summary>
    internal static Usage OfPrompt(long? prompt, long? cached, long? written, long? output, long? reasoning)
    {
        if (prompt is not { } all) return new Usage(null, cached, written, null, output, reasoning);
        var rest = Math.Max(0, all - (cached ?? 0));
        if (written > rest) written = rest;
        return new Usage(rest - (written ?? 0), cached, written, null, output, reasoning);
    }

    /// <summary>All tokens of the prompt, cached or not; null when nothing of it was reported.</summary>
    public long? Prompt => Input is null && CacheRead is null && CacheWrite5m is null && CacheWrite1h is null
        ? null
        : (Input ?? 0) + (CacheRead ?? 0) + (CacheWrite5m ?? 0) + (CacheWrite1h ?? 0);

    /// <summary>Takes every part that <paramref name="later"/> reports and keeps the others: streams report cumulatively.</summary>
    public Usage UpdatedBy(Usage later) => new(
        later.Input ?? Input,
        later.CacheRead ?? CacheRead,
        later.CacheWrite5m ?? CacheWrite5m,
        later.CacheWrite1h ?? CacheWrite1h,
        later.Output ?? Output,
        later.Reasoning ?? Reasoning);
}
