using System.Globalization;
using System.Text.RegularExpressions;
using Farthing.Catalogue;

namespace Farthing.Gateway.Models;

/// <summary>When a model came out, as its dated id tells (<c>…-20251001</c>, <c>…-2024-07-18</c>); the catalogue keeps no other date. Pure.</summary>
internal static partial class Released
{
    public static DateOnly? Of(ModelEntry? entry)
    {
        if (entry is null) return null;
        foreach (var name in entry.Aliases.Prepend(entry.Id))
            if (On(name) is { } day) return day;
        return null;
    }

    /// <summary>The day in a dated id; null where the name has none.</summary>
    public static DateOnly? On(string name)
    {
        var digits = Dated().Match(name).Value.Replace("-", "", StringComparison.Ordinal);
        return DateOnly.TryParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    [GeneratedRegex(@"-20\d{2}-?\d{2}-?\d{2}$")]
    private static partial Regex Dated();
}
