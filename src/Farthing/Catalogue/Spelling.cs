namespace Farthing.Catalogue;

internal static class Spelling
{
    /// <summary>No name is longer; a longer text is not compared, which would take its length times that of all names.</summary>
    private const int Longest = 200;

    /// <summary>The question that offers names, with a space before it; empty where there are none.</summary>
    public static string DidYouMean(IReadOnlyList<string> near) => near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";

    /// <summary>Names within a third of the typed name's length, or containing it; by edit distance, then alphabetically.</summary>
    public static IReadOnlyList<string> Nearest(string typed, IEnumerable<string> names, int count)
    {
        if (typed.Length > Longest) return [];
        var wanted = typed.ToLowerInvariant();
        var reach = Math.Max(2, wanted.Length / 3);
        return [.. names
            .Select(name => (Name: name, Distance: Distance(wanted, name.ToLowerInvariant())))
            .Where(n => n.Distance <= reach || (wanted.Length >= 3 && n.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Take(count)
            .Select(n => n.Name)];
    }

    /// <summary>Levenshtein distance: insertions, deletions and replacements of one character.</summary>
    public static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[b.Length];
    }
}
