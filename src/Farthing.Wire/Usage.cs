namespace Farthing.Wire;

/// <summary>
/// Tokens of one call in disjoint parts, so that every token is priced once.
/// Null means that the provider did not report the part; it is not zero.
/// <see cref="Reasoning"/> lies inside another part, <see cref="Output"/>; <see cref="Other"/> inside them all.
/// </summary>
/// <param name="Input">Fresh input tokens: neither read from nor written to a prompt cache.</param>
/// <param name="CacheRead">Input tokens read from a prompt cache.</param>
/// <param name="CacheWrite5m">Input tokens written to a cache with a life of 5 minutes (or the provider's default life).</param>
/// <param name="CacheWrite1h">Input tokens written to a cache with a life of 1 hour.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="Reasoning">The share of <paramref name="Output"/> that was reasoning.</param>
/// <param name="ServiceTier">The tier in which the provider says it served the call, in its own word: prices differ by it.</param>
/// <param name="Other">The share of all these that another model used within the call, at a price of its own: Anthropic's advisor.</param>
public sealed record Usage(
    long? Input = null,
    long? CacheRead = null,
    long? CacheWrite5m = null,
    long? CacheWrite1h = null,
    long? Output = null,
    long? Reasoning = null,
    string? ServiceTier = null,
    ModelShare? Other = null)
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

    /// <summary>Without what another model used.</summary>
    public Usage Own() => Other is not { Usage: var other } ? this : new Usage(
        Less(Input, other.Input), Less(CacheRead, other.CacheRead), Less(CacheWrite5m, other.CacheWrite5m), Less(CacheWrite1h, other.CacheWrite1h),
        Less(Output, other.Output), Less(Reasoning, other.Reasoning), ServiceTier);

    /// <summary>Takes every part that <paramref name="later"/> reports and keeps the others: streams report cumulatively.</summary>
    public Usage UpdatedBy(Usage later) => new(
        later.Input ?? Input,
        later.CacheRead ?? CacheRead,
        later.CacheWrite5m ?? CacheWrite5m,
        later.CacheWrite1h ?? CacheWrite1h,
        later.Output ?? Output,
        later.Reasoning ?? Reasoning,
        later.ServiceTier ?? ServiceTier,
        later.Other ?? Other);

    private static long? Less(long? all, long? share) => all is { } a ? Math.Max(0, a - (share ?? 0)) : null;
}

/// <summary>What one of several models used of a call. Where they are more than two, its usage has a share of the next.</summary>
public sealed record ModelShare(string Model, Usage Usage);
