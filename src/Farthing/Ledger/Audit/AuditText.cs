using System.Globalization;
using Farthing.Catalogue;
using Farthing.Ledger.Audit.Reports;

namespace Farthing.Ledger.Audit;

/// <summary>The comparison as people read it.</summary>
internal static class AuditText
{
    public static void Write(TextWriter to, AuditResult result)
    {
        var (report, differences) = (result.Report, result.Differences);
        to.WriteLine($"{report.Form} of {Span(report)} (UTC) beside the ledger's calls to {string.Join(", ", result.Providers)}: {Outcome(result.Figures, differences.Count)}.");
        foreach (var model in differences.GroupBy(d => (d.Bucket, d.Model)))
        {
            to.WriteLine();
            to.WriteLine($"{Name(model.Key.Bucket)}  {model.Key.Model ?? (report.NamesModels ? "no model" : "all models")}");
            TextTable.Write(to, ["  " + (report.IsCost ? "US dollars" : "tokens"), "ours", "theirs", "theirs - ours"],
                model.Select(d => (IReadOnlyList<string>)["  " + d.Part, Shown(d.Ours), Shown(d.Theirs), Shown(d.More)]));
            foreach (var reason in model.SelectMany(d => d.Reasons.Select(r => (d.Part, Reason: r))).GroupBy(r => r.Reason))
                Paragraph.Write(to, model.Count() == reason.Count() ? reason.Key : $"{string.Join(", ", reason.Select(r => r.Part))}: {reason.Key}", "  - ");
        }

        if (report.Notes.Count > 0 || result.Simulated > 0) to.WriteLine();
        foreach (var note in report.Notes) Paragraph.Write(to, note);
        if (result.Simulated > 0) to.WriteLine(result.Simulated == 1 ? "Not compared: 1 simulated call, which the vendor never saw." : FormattableString.Invariant($"Not compared: {result.Simulated:N0} simulated calls, which the vendor never saw."));

        string Shown(decimal figure) => figure.ToString(report.IsCost ? "#,##0.00#######" : "#,##0", CultureInfo.InvariantCulture);
    }

    private static string Span(VendorReport report)
    {
        var all = new Bucket(report.Buckets[0].From, report.Buckets[^1].To);
        return IsDay(report.Buckets[0]) && IsDay(report.Buckets[^1]) && report.Buckets.Count > 1 ? $"{Name(report.Buckets[0])} to {Name(report.Buckets[^1])}" : Name(all);
    }

    private static string Outcome(int figures, int differ) =>
        figures == 0 ? "neither has anything"
        : FormattableString.Invariant($"{figures:N0} {(figures == 1 ? "figure" : "figures")}, {(differ == 0 ? "all equal" : differ == 1 ? "1 differs" : $"{differ:N0} differ")}");

    /// <summary>As in <c>2026-11-22</c> or <c>2026-11-22 13:00 to 14:00</c>.</summary>
    private static string Name(Bucket bucket) =>
        IsDay(bucket) ? Text($"{bucket.From:yyyy-MM-dd}")
        : bucket.To < bucket.From.AddDays(1) && bucket.To.Date == bucket.From.Date ? Text($"{bucket.From:yyyy-MM-dd HH:mm} to {bucket.To:HH:mm}")
        : Text($"{bucket.From:yyyy-MM-dd HH:mm} to {bucket.To:yyyy-MM-dd HH:mm}");

    private static bool IsDay(Bucket bucket) => bucket.From.TimeOfDay == TimeSpan.Zero && bucket.To == bucket.From.AddDays(1);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
