namespace Farthing.Gateway.TokenCounts;

/// <summary>What a text is made of: tokenizers differ most on code, least on prose.</summary>
internal enum TextKind
{
    Prose, Code, Json,
}

internal static class TextKinds
{
    /// <summary>So much of a text tells what it is.</summary>
    private const int Looked = 4_096;

    /// <summary>Prose has under 5 signs in a hundred, code over 10; a guess, since nothing says it.</summary>
    private const double CodeShare = 0.08;

    public static TextKind Of(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        if (trimmed is ['{', .., '}'] or ['[', .., ']']) return TextKind.Json;
        var (signs, seen) = (0, 0);
        foreach (var c in trimmed[..Math.Min(trimmed.Length, Looked)])
        {
            if (char.IsWhiteSpace(c)) continue;
            seen++;
            if (c is '{' or '}' or '(' or ')' or '[' or ']' or ';' or '=' or '<' or '>' or '_' or '/' or '\\' or '|' or '&' or '+' or '*' or '#' or '$') signs++;
        }

        return signs > seen * CodeShare ? TextKind.Code : TextKind.Prose;
    }
}
