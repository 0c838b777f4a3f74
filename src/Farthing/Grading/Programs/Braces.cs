namespace Farthing.Grading.Programs;

/// <summary>Finds the braces of C# and JavaScript text that are not inside strings or comments.</summary>
internal static class Braces
{
    /// <summary>A function body with its closing brace, which models often leave out.</summary>
    public static string Closed(string body) =>
        Find(body).Sum(at => body[at] == '{' ? 1 : -1) >= 0 ? body + "\n}\n" : body;

    /// <summary>Where the block that holds <paramref name="position"/> is closed; -1 where it is not in a block or never closed.</summary>
    public static int EndOfBlockAround(string text, int position)
    {
        var depth = 0;
        foreach (var at in Find(text).Where(at => at > position))
        {
            depth += text[at] == '{' ? 1 : -1;
            if (depth < 0)
                return at;
        }
        return -1;
    }

    private static IEnumerable<int> Find(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var skipped = Skip(text, at);
            if (skipped > at)
                at = skipped - 1;
            else if (text[at] is '{' or '}')
                yield return at;
        }
    }

    /// <summary>The end of the comment or string that begins here; the same place where none does.</summary>
    private static int Skip(string text, int at)
    {
        if (Starts("//"))
            return End("\n", at + 2);
        if (Starts("/*"))
            return End("*/", at + 2);
        if (Starts("\"\"\""))
            return End("\"\"\"", at + 3);
        if (Starts("@\"") || Starts("@$\"") || Starts("$@\""))
            return EndOfVerbatim(text.IndexOf('"', at) + 1);
        return text[at] is '"' or '\'' or '`' ? EndOfString(text[at], at + 1) : at;

        bool Starts(string mark) => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0;

        int End(string mark, int from) => text.IndexOf(mark, from, StringComparison.Ordinal) is var end and >= 0 ? end + mark.Length : text.Length;

        int EndOfString(char quote, int from)
        {
            while (from < text.Length && text[from] != quote && (quote == '`' || text[from] != '\n'))
                from += text[from] == '\\' ? 2 : 1;
            return Math.Min(from + 1, text.Length);
        }

        int EndOfVerbatim(int from)
        {
            while (from < text.Length && (text[from] != '"' || (from + 1 < text.Length && text[from + 1] == '"')))
                from += text[from] == '"' ? 2 : 1;
            return Math.Min(from + 1, text.Length);
        }
    }
}
