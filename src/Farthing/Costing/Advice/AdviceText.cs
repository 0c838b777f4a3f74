using Farthing.Catalogue;

namespace Farthing.Costing.Advice;

/// <summary>The advice as it is printed, with its arithmetic.</summary>
internal static class AdviceText
{
    public static void Write(TextWriter to, AdviceReport report)
    {
        var work = report.Work;
        Paragraph.Write(to, $"Price book '{report.Book.Name}', on {Amount.Day(report.On)}. {report.Book.About}");
        Paragraph.Write(to, Text($"Each developer, on each of {work.WorkingDays} working days a month: {work.RequestsPerDay:0.##} requests of {work.InputTokens:N0} tokens in and {work.OutputTokens:N0} out. {Amount.Percent(work.SharedShare)} of the input is the same in every request; {Amount.Percent(work.HitShare)} of the requests find it in the cache, the others write it. {work.Origin}"));
        to.WriteLine();
        Costs(to, report);
        foreach (var advice in report.Recommendations) Recommend(to, advice);
        Claims(to, report);
    }

    private static void Costs(TextWriter to, AdviceReport report)
    {
        to.WriteLine("A month of one developer. tokens: of its own for each of o200k_base, because the same text is more tokens to some models.");
        TextTable.Write(to, ["model", "", "tokens", "plain", "cached", "batched", "both"], report.Candidates.Select(c => (IReadOnlyList<string>)
            [c.Name, c.Out ?? "", Text($"{c.Factor:0.##}"), Amount.Cents(c.Plain), Amount.Cents(c.Cached), Amount.Cents(c.Batched), Amount.Cents(c.Both)]), left: 2);
        foreach (var candidate in report.Candidates.Where(c => c.Choice.Price.Kind == PriceKind.Known)) Paragraph.Write(to, Arithmetic(candidate, report.Work), "  ");
        if (report.Candidates.Where(c => c.Choice.Model.Capabilities.Reasoning == true).Select(c => c.Name).ToList() is { Count: > 0 } thinking)
            Paragraph.Write(to, $"Thinking is billed as output and not counted here: {string.Join(", ", thinking)} can.");
        to.WriteLine();
    }

    /// <summary>How the plain cost comes about, and why caching does what it does.</summary>
    private static string Arithmetic(Candidate c, Workload work)
    {
        var rates = c.Choice.Price.RatesFor(c.Call.Shared + c.Call.Own);
        var text = Text($"{c.Name}: {work.RequestsPerMonth:#,##0.##} × ({c.Call.Shared + c.Call.Own:N0} × {Amount.Exact(rates.Input)} + {c.Call.Output:N0} × {Amount.Exact(rates.Output)}) / 1M = {Amount.Cents(c.Plain)}");
        return text + (c.Cached is null ? "; no known price for its cache"
            : CallCost.Kept(c.Call.Shared, c.Choice) is 0 ? Text($"; the shared {c.Call.Shared:N0} are not cached, which takes {c.Choice.Model.MinCacheableTokens:N0}")
            : Text($"; of {CallCost.Kept(c.Call.Shared, c.Choice):N0} cached a read costs {Amount.Exact(rates.CacheRead)}, a write {Amount.Exact(rates.CacheWrite5m ?? rates.Input)}"));
    }

    private static void Recommend(TextWriter to, Recommendation advice)
    {
        to.WriteLine($"{advice.Size.Title}: {(advice.Take is null ? "no advice" : $"take {advice.Take}")}");
        foreach (var reason in advice.Reasons) Paragraph.Write(to, reason, "  - ");
        foreach (var move in advice.Moves) Paragraph.Write(to, Text(move), "  - ");
        to.WriteLine();
    }

    private static string Text(Move move) =>
        $"From {move.From} to {move.To}{(move.LeaveBy is { } end ? $", which has to be by {Amount.Day(end)}" : "")}: "
        + (move.Saved <= 0
            ? $"costs {Amount.Cents(-move.Saved)} a month more{(move.LeaveBy is null ? ", so it never pays" : "")}."
            : Text($"saves {Amount.Cents(move.Saved)} a month; a migration for {Amount.Exact(move.MigrationCost)} (--migration-usd) is paid for after {move.RequestsToPay:N0} requests, {move.MonthsToPay:0.#} months; within a year from {move.DailyToPayInAYear:#,##0.##} requests a day and developer."));

    private static void Claims(TextWriter to, AdviceReport report)
    {
        to.WriteLine($"What the article says, by the price book '{report.Book.Name}' and the catalogue of {Amount.Day(report.Book.Catalogue.AsOf)}:");
        foreach (var claim in report.Claims)
        {
            Paragraph.Write(to, claim.Says + ".", $"  {Verdict(claim.Verdict),-15} ");
            Paragraph.Write(to, claim.Because, new string(' ', 20));
        }
    }

    private static string Verdict(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Holds => "holds",
        ClaimVerdict.InPart => "holds in part",
        ClaimVerdict.DoesNotHold => "does not hold",
        _ => "cannot be told",
    };

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
