using System.Text.RegularExpressions;

namespace Farthing.Grading.Programs;

/// <summary>One fenced block of Markdown.</summary>
/// <param name="Tag">The language named behind the opening fence, in lower case; empty where there is none.</param>
/// <param name="Closed">Whether its closing fence was there: a cut-off answer has none.</param>
internal sealed record Fence(string Tag, string Code, bool Closed);

/// <summary>Reads the fenced blocks of a text, as CommonMark has them: the closing fence is at least as long as the opening one.</summary>
internal static partial class Fences
{
    public static IReadOnlyList<Fence> Read(string text)
    {
        var blocks = new List<Fence>();
        List<string>? code = null;
        Match opening = Match.Empty;
        foreach (var line in text.Split('\n'))
        {
            if (code is null)
            {
                opening = Opening().Match(line);
                code = opening.Success ? [] : null;
            }
            else if (Closes(line.Trim(), opening.Groups["fence"].Value))
            {
                blocks.Add(Block(closed: true));
                code = null;
            }
            else
            {
                code.Add(WithoutIndent(line, opening.Groups["indent"].Length));
            }
        }
        if (code is not null)
            blocks.Add(Block(closed: false));
        return blocks;

        Fence Block(bool closed) => new(opening.Groups["tag"].Value.ToLowerInvariant(), string.Join('\n', code) + "\n", closed);
    }

    private static bool Closes(string line, string fence) => line.Length >= fence.Length && line.All(c => c == fence[0]);

    /// <summary>A block inside a list item is indented with its fence.</summary>
    private static string WithoutIndent(string line, int indent)
    {
        var spaces = line.TakeWhile(c => c == ' ').Count();
        return line[Math.Min(spaces, indent)..];
    }

    [GeneratedRegex(@"^(?<indent> *)(?<fence>`{3,}|~{3,})[ \t]*\{?\.?(?<tag>[\w+#.-]*)[^`]*$")]
    private static partial Regex Opening();
}
