using System.Buffers.Text;

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

    /// <summary>The prompt assumed where a request names what is not in it, and nobody knows the model's window.</summary>
    private const long UnknownContext = 1_000_000;

    /// <summary>
    /// Every token of text is at least one byte, so the body's length bounds its tokens; images are counted apart. Where the provider adds what
    /// the body only names, or counts a file by its pages, nothing but the model's window is a bound.
    /// </summary>
    /// <param name="contextTokens">The model's window; null where it is not known.</param>
    public static long PromptTokens(ReadOnlySpan<byte> body, long? contextTokens)
    {
        var (images, namesMore) = (0L, false);
        for (var at = Signs.Next(body, 0); at < body.Length; at = Signs.Next(body, at + 1))
        {
            if (body[at..].StartsWith("image"u8)) images++;
            else namesMore = namesMore || NamesMoreHere(body[at..]);
        }

        return Math.Max(body.Length + (images * TokensPerImage) + Overhead, namesMore ? contextTokens ?? UnknownContext : 0);
    }

    /// <summary>Whether a request names earlier turns, stored prompts, files or documents, whose tokens its own bytes do not tell; or may, in letters that it hides.</summary>
    public static bool NamesMore(ReadOnlySpan<byte> body) => AnySign(body, NamesMoreHere);

    /// <summary>
    /// Whether a letter that needs no escape is written as one (<c>im\u0061ge</c>): no client does, but it would hide a field from whoever looks
    /// for it in the bytes.
    /// </summary>
    public static bool HidesLetters(ReadOnlySpan<byte> body) => AnySign(body, HidesLetter);

    /// <param name="isIt">Asked of the body from each sign on.</param>
    private static bool AnySign(ReadOnlySpan<byte> body, Func<ReadOnlySpan<byte>, bool> isIt)
    {
        for (var at = Signs.Next(body, 0); at < body.Length; at = Signs.Next(body, at + 1))
            if (isIt(body[at..])) return true;
        return false;
    }

    /// <summary>Each of these words begins as <see cref="Signs"/> knows.</summary>
    private static bool NamesMoreHere(ReadOnlySpan<byte> from) =>
        HidesLetter(from) || IsSet(from, "\"previous_response_id\""u8) || IsSet(from, "\"conversation\""u8)
        || IsSet(from, "\"file_id\""u8) || IsSet(from, "\"file_url\""u8) || IsSet(from, "\"file_data\""u8)
        || from.StartsWith("\"document\""u8) || from.StartsWith("\"pmpt_"u8);

    private static bool HidesLetter(ReadOnlySpan<byte> from)
    {
        var escape = "\\u00"u8;
        return from.StartsWith(escape) && Utf8Parser.TryParse(from[escape.Length..Math.Min(escape.Length + 2, from.Length)], out byte letter, out var length, 'x')
            && length == 2 && (char.IsAsciiLetter((char)letter) || letter == '_');
    }

    /// <summary>Quotes within a text are escaped, so that what is found is a field, or at worst a whole text of that name.</summary>
    private static bool IsSet(ReadOnlySpan<byte> from, ReadOnlySpan<byte> field) =>
        from.StartsWith(field) && !from[field.Length..].TrimStart(" \t\r\n:"u8).StartsWith("null"u8);

    /// <summary>Each of the answers asked for may be as long as the largest cap named, since which cap counts is the server's choice.</summary>
    public static long OutputTokens(long? cap, long choices, long? modelLimit) =>
        (long)Math.Min((decimal)(cap ?? modelLimit ?? UnknownMaxOutput) * Math.Max(1, choices), BeyondAnyLimit);
}
