using System.Globalization;
using Farthing.Catalogue;

namespace Farthing.Costing.Savings;

/// <summary>The savings as people read them.</summary>
internal static class SavingsText
{
    public static void Write(TextWriter to, SavingsReport report)
    {
        Paragraph.Write(to, $"Price book '{report.Book.Name}', on {Amount.Day(report.On)}. {report.Book.About}");
        foreach (var section in report.Sections) Write(to, section);
        to.WriteLine();
        foreach (var note in report.Notes) Paragraph.Write(to, note, "- ");
    }

    private static void Write(TextWriter to, SavingsSection section)
    {
        to.WriteLine();
        to.WriteLine($"{(section.Model is { } model ? $"{model}: " : "")}{Amount.Calls(section.Calls)}, {Amount.Exact(section.Paid)} paid{Caches(section)}.");
        TextTable.Write(to, ["", "tokens", "as cached", "at least", "at most", "without caches", "in batches", "saves"], section.Others.Prepend(section.AsItWas).Select(row => Row(row, section.AsItWas)));
    }

    private static IReadOnlyList<string> Row(SavingsRow row, SavingsRow own) =>
    [
        row.Name, Ratio(row.Tokens), Amount.Rounded(row.Cached?.Likely), Amount.Rounded(row.Cached?.Low), Amount.Rounded(row.Cached?.High), Amount.Rounded(row.Fresh?.Likely), Amount.Rounded(row.Batched?.Likely),
        ReferenceEquals(row, own) ? "" : Saved(own.Cached?.Likely, row.Cached?.Likely),
    ];

    /// <summary>What the same calls would have cost less, as cached; a minus where they would have cost more.</summary>
    private static string Saved(decimal? own, decimal? other) => own is not { } before || other is not { } after ? "-"
        : (before < after ? "-" : "") + Amount.Rounded(Math.Abs(before - after)) + (before == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({(before - after) / before * 100:0} %)"));

    private static string Caches(SavingsSection section) =>
        section.SavedByCaches is not { } exactly ? "; what caching saved is not known, as not all rates are"
        : decimal.Round(exactly, 9) is var saved && saved == 0 ? "; caching saved nothing"
        : saved > 0 ? $"; caching saved {Amount.Exact(saved)} of {Amount.Exact(section.Paid.Dollars + saved)}"
        : $"; caching cost {Amount.Exact(-saved)} more than it saved";

    private static string Ratio(TokenRatio tokens) => tokens.Low == tokens.High ? Number(tokens.Likely) : $"{Number(tokens.Likely)} ({Number(tokens.Low)} to {Number(tokens.High)})";

    private static string Number(decimal ratio) => ratio.ToString("0.##", CultureInfo.InvariantCulture);
}
