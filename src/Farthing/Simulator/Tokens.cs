using System.Text;

namespace Farthing.Simulator;

/// <summary>
/// The simulator's token count: four bytes of UTF-8 make one token, rounded up. An estimate on purpose: exact, equal for both vendors and
/// easy to recompute in a test; real tokenizers differ by tens of per cent.
/// </summary>
internal static class Tokens
{
    /// <summary>What each message costs besides its content.</summary>
    public const int PerMessage = 3;

    /// <summary>What the start of the reply costs.</summary>
    public const int Priming = 3;

    private const int BytesPerToken = 4;

    public static int Of(string text) => OfBytes(Encoding.UTF8.GetByteCount(text));

    public static int OfBytes(int bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    /// <summary>Cuts a text into pieces of at most <paramref name="tokens"/> tokens each, never inside a character.</summary>
    public static IEnumerable<string> Pieces(string text, int tokens)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = FirstLength(text.AsSpan(start), tokens);
            yield return text.Substring(start, length);
            start += length;
        }
    }

    /// <summary>The longest head of the text that fits into the tokens.</summary>
    public static string First(string text, int tokens) => text[..FirstLength(text, tokens)];

    private static int FirstLength(ReadOnlySpan<char> text, int tokens)
    {
        var (bytes, at) = (0L, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > (long)tokens * BytesPerToken) break;
            at += rune.Utf16SequenceLength;
        }

        return at;
    }
}
