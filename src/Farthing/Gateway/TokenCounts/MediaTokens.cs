using System.Text;
using System.Text.RegularExpressions;

namespace Farthing.Gateway.TokenCounts;

/// <summary>Tokens of images and PDFs that a request holds as base64, a <c>data:</c> URL or any other URL, and of sealed thinking. Pure.</summary>
internal static partial class MediaTokens
{
    /// <summary>As much of an image as is decoded to find its size: a JPEG can have a large preview before it.</summary>
    private const int Head = 256 * 1024;

    /// <summary>A PDF whose pages cannot be seen (they lie compressed) is taken to have one for so many bytes.</summary>
    private const int BytesPerPage = 50_000;

    /// <summary>Sealed thinking is base64 of about four bytes a token.</summary>
    private const double SealedCharsPerToken = 4.0 * 4 / 3;

    /// <summary>OpenAI's sealed reasoning has some 900 characters around it; the answers that brought it say how many tokens the rest is: one for 6.2.</summary>
    private const int Seal = 900;

    private const double ReasoningCharsPerToken = 6.2;

    public static long Sealed(string text) => (long)(text.Length / SealedCharsPerToken);

    public static long SealedReasoning(string text) => (long)(Math.Max(0, text.Length - Seal) / ReasoningCharsPerToken);

    public static long Image(ReadOnlySpan<char> text, bool low, TokenRules rules) =>
        rules.Image(ImageSize.Read(Decoded(text, Head)), low);

    /// <summary>Each page counts as one image of unknown size: Claude reads it as an image, and its text besides.</summary>
    public static long Pdf(ReadOnlySpan<char> text, TokenRules rules)
    {
        var bytes = Decoded(text, int.MaxValue);
        var seen = Page().Count(Encoding.Latin1.GetString(bytes));
        return Math.Max(1, seen > 0 ? seen : bytes.Length / BytesPerPage) * rules.Image(null, false);
    }

    /// <summary>The bytes of base64 or of a <c>data:</c> URL; none where it is neither.</summary>
    private static byte[] Decoded(ReadOnlySpan<char> text, int most)
    {
        var comma = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? text.IndexOf(',') + 1 : 0;
        var data = text[comma..];
        data = data[..(int)Math.Min(data.Length, Math.Min(int.MaxValue, ((long)most + 2) / 3 * 4))];
        data = data[..(data.Length / 4 * 4)];
        var bytes = new byte[data.Length / 4 * 3];
        return Convert.TryFromBase64Chars(data, bytes, out var written) ? bytes[..written] : [];
    }

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex Page();
}
