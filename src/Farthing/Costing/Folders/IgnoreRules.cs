using System.Text;
using System.Text.RegularExpressions;

namespace Farthing.Costing.Folders;

/// <summary>What the .gitignore files on the way to a folder leave out, by git's rules: the last that matches decides. Immutable.</summary>
internal sealed class IgnoreRules
{
    private readonly IgnoreRules? _outer;
    private readonly string _folder;
    private readonly IReadOnlyList<(Regex Pattern, bool Keeps, bool FoldersOnly)> _rules;

    private IgnoreRules(IgnoreRules? outer, string folder, IReadOnlyList<(Regex, bool, bool)> rules) => (_outer, _folder, _rules) = (outer, folder, rules);

    public static IgnoreRules None { get; } = new(null, "", []);

    /// <param name="folder">Relative to the root, with a slash at its end; empty for the root.</param>
    /// <param name="lines">The lines of its .gitignore.</param>
    public IgnoreRules And(string folder, IEnumerable<string> lines) => new(this, folder, [.. lines.Select(Rule).OfType<(Regex, bool, bool)>()]);

    /// <param name="path">Relative to the root, with slashes.</param>
    public bool LeaveOut(string path, bool isFolder)
    {
        for (var rules = this; rules is not null; rules = rules._outer)
        {
            var inside = path[rules._folder.Length..];
            foreach (var (pattern, keeps, foldersOnly) in rules._rules.Reverse())
                if ((isFolder || !foldersOnly) && pattern.IsMatch(inside)) return !keeps;
        }

        return false;
    }

    private static (Regex Pattern, bool Keeps, bool FoldersOnly)? Rule(string line)
    {
        var text = line.TrimEnd('\r', ' ');
        if (text.EndsWith('\\')) text += ' '; // the space was meant
        if (text.Length == 0 || text[0] == '#') return null;
        var keeps = text[0] == '!';
        if (keeps) text = text[1..];
        var foldersOnly = text.EndsWith('/');
        if (foldersOnly) text = text[..^1];
        var anchored = text.Contains('/', StringComparison.Ordinal);
        text = text.TrimStart('/');
        if (text.Length == 0) return null;
        try
        {
            // Non-backtracking: a pattern from a stranger's repository cannot keep us busy.
            return (new Regex($"^{(anchored ? "" : "(?:.*/)?")}{Expression(text)}$", RegexOptions.NonBacktracking | RegexOptions.Singleline), keeps, foldersOnly);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null; // no pattern for git either: it matches nothing
        }
    }

    private static string Expression(string glob)
    {
        var regex = new StringBuilder();
        for (var i = 0; i < glob.Length; i++)
        {
            var rest = glob.AsSpan(i);
            var begins = i == 0 || glob[i - 1] == '/';
            if (begins && rest.StartsWith("**/"))
            {
                regex.Append("(?:.*/)?");
                i += 2;
            }
            else if (begins && rest is "**")
            {
                regex.Append(".*");
                i++;
            }
            else if (glob[i] == '*')
            {
                regex.Append("[^/]*");
            }
            else if (glob[i] == '?')
            {
                regex.Append("[^/]");
            }
            else if (glob[i] == '[' && Closing(glob, i) is { } end)
            {
                var inner = glob[(i + 1)..end];
                var negated = inner[0] is '!' or '^';
                regex.Append(negated ? "[^/" : "[").Append((negated ? inner[1..] : inner).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                i = end;
            }
            else
            {
                if (glob[i] == '\\' && i + 1 < glob.Length) i++;
                regex.Append(Regex.Escape(glob[i].ToString()));
            }
        }

        return regex.ToString();
    }

    /// <summary>The bracket that ends a class; one that stands first belongs to it.</summary>
    private static int? Closing(string glob, int open)
    {
        var first = open + (open + 1 < glob.Length && glob[open + 1] is '!' or '^' ? 2 : 1);
        var end = first + 1 < glob.Length ? glob.IndexOf(']', first + 1) : -1;
        return end < 0 ? null : end;
    }
}
