using Microsoft.ML.Tokenizers;

namespace Farthing.Gateway.TokenCounts;

/// <summary>Counts tokens with OpenAI's o200k_base vocabulary, which is loaded at the first count and stays.</summary>
internal static class O200k
{
    /// <summary>
    /// Byte-pair merging takes quadratic time on one unbroken run, so that a megabyte of one letter would take hours: text is cut this short,
    /// before a space where there is one. A cut costs at most a token.
    /// </summary>
    private const int Piece = 512;

    private static readonly Lazy<TiktokenTokenizer> s_tokenizer = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    /// <summary>Whether somebody has counted: loading it takes a third of a second and 45 MB, which who never asks for an estimate is spared.</summary>
    public static bool IsLoaded => s_tokenizer.IsValueCreated;

    public static long Count(ReadOnlySpan<char> text)
    {
        var sum = 0L;
        while (text.Length > Piece)
        {
            var space = text[(Piece / 2)..Piece].LastIndexOfAny(' ', '\n');
            var cut = space < 0 ? Piece : (Piece / 2) + space;
            if (space < 0 && char.IsHighSurrogate(text[cut - 1])) cut--;
            sum += One(text[..cut]);
            text = text[cut..];
        }

        return sum + One(text);
    }

    private static long One(ReadOnlySpan<char> text) => text.IsEmpty ? 0 : s_tokenizer.Value.CountTokens(text);
}
