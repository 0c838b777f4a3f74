namespace Farthing.Budgets;

/// <summary>Upper bounds on what a request can use, known before it is sent. Pure.</summary>
internal static class WorstCase
{
    /// <summary>
    /// gpt-4o-mini counts 2,833 tokens for an image and 5,667 for each of at most 8 tiles after its down-scaling
    /// (pricing-and-providers §1): the dearest image of any model in the catalogue.
    /// </summary>
    private const int TokensPerImage = 2_833 + (8 * 5_667);

    /// <summary>Output assumed where neither the request nor the catalogue gives a limit.</summary>
    private const int UnknownMaxOutput = 128_000;

    /// <summary>More than any limit pays for, and still few enough to be reckoned with.</summary>
    private const long BeyondAnyLimit = 1_000_000_000_000;

    /// <summary>Tool preambles and message envelopes that the provider adds (at most 589 tokens in the catalogue's sources).</summary>
    private const int Overhead = 1_024;

    /// <summary>Every token of text is at least one byte, so the body's length bounds its tokens; images are counted apart.</summary>
    public static long PromptTokens(ReadOnlySpan<byte> body) => body.Length + ((long)body.Count("image"u8) * TokensPerImage) + Overhead;

    /// <summary>Each of the answers asked for may be as long as the largest cap named, since which cap counts is the server's choice.</summary>
    public static long OutputTokens(long? cap, long choices, long? modelLimit) =>
        (long)Math.Min((decimal)(cap ?? modelLimit ?? UnknownMaxOutput) * Math.Max(1, choices), BeyondAnyLimit);
}
