namespace Farthing.Keys;

/// <summary>How keys, teams and projects may be called: they stand in headers, in lists separated by spaces, and after a colon.</summary>
internal static class NameRule
{
    private const int Longest = 64;

    /// <exception cref="FormatException">It is no such name; the message says what one is.</exception>
    public static string Check(string what, string name) =>
        name.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@')
            ? name
            : throw new FormatException($"{what} '{name}' must begin with a letter or digit and have at most {Longest} letters, digits, '-', '_', '.' and '@'");
}
