using System.Globalization;
using Farthing.Catalogue;
using Spectre.Console;

namespace Farthing.Ledger.Commands;

/// <summary>An answer about spending as a table, as CSV and as JSON.</summary>
internal static class SpendReport
{
    private const int PipeWidth = 180;

    /// <summary>More lines than a screen takes; CSV and JSON give all.</summary>
    private const int MostLines = 50;

    /// <summary>What is said where calls were made, but none that was paid.</summary>
    public static string Hidden(long simulated) => $"Nothing was spent in that time: the only {(simulated == 1 ? "call was" : $"{simulated:N0} calls were")} simulated. --simulated shows what {(simulated == 1 ? "it" : "they")} would have cost.";

    /// <param name="hidden">Simulated calls of that time, where there are no others.</param>
    public static void Table(TextWriter output, SpendQuestion question, IReadOnlyList<SpendRow> rows, long hidden)
    {
        var console = TableConsole.To(output, PipeWidth);
        if (question.Simulated) console.WriteLine("SIMULATED: nothing of this was paid.");
        if (rows.Count == 0)
        {
            console.WriteLine(hidden == 0 ? "Nothing was spent in that time. --since all goes back to the beginning." : Hidden(hidden));
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (var by in question.By) table.AddColumn(char.ToUpperInvariant(by[0]) + by[1..]);
        foreach (var heading in new[] { "Calls", "Input", "Cache read", "Cache write", "Output", "Cost $" }) table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        foreach (var row in rows.Take(MostLines)) table.AddRow([.. question.Names(row).Select(g => new Text(g.Length == 0 ? "-" : g)), .. Numbers(row)]);
        var all = SpendSums.All(rows);
        if (rows.Count > 1) table.AddRow([.. question.By.Select((_, i) => new Text(i == 0 ? "all" : "")), .. Numbers(all)]);
        console.Write(table);
        if (rows.Count > MostLines) console.WriteLine($"{Amount.Counted(rows.Count - MostLines, "line", "lines")} more; --csv and --json give all.");
        if (all.Attempts > all.Calls) console.WriteLine($"{Amount.Counted(all.Attempts - all.Calls, "try that failed was repeated; it", "tries that failed were repeated; they")} cost nothing.");
        if (all.Estimated > 0) console.WriteLine($"{Amount.Counted(all.Estimated, "call is estimated: its provider did not report what it", "calls are estimated: their provider did not report what they")} used.");
        if (all.Unpriced > 0) console.WriteLine($"{Amount.Counted(all.Unpriced, "call has no known cost and is", "calls have no known cost and are")} not in it{Charged(all)}; price_overrides in farthing.yaml gives later calls a price.");
    }

    public static void Csv(TextWriter output, SpendQuestion question, IReadOnlyList<SpendRow> rows)
    {
        output.WriteLine(string.Join(',', [.. question.By, "calls", "attempts", "estimated", "unpriced", "input", "cache_read", "cache_write", "output", "cost_usd", "unpriced_usd"]));
        foreach (var row in rows)
        {
            output.WriteLine(string.Join(',', [.. question.Names(row).Select(Field),
                .. new[] { row.Calls, row.Attempts, row.Estimated, row.Unpriced, row.Input, row.CacheRead, row.CacheWrite, row.Output }.Select(n => n.ToString(CultureInfo.InvariantCulture)), row.Cost.ToString(), row.UnpricedCharged.ToString()]));
        }
    }

    public static void Json(TextWriter output, SpendQuestion question, IReadOnlyList<SpendRow> rows) => JsonOutput.Write(output, to =>
    {
        to.WriteStartArray();
        foreach (var row in rows)
        {
            to.WriteStartObject();
            foreach (var (by, name) in question.By.Zip(question.Names(row))) to.WriteString(by, name);
            foreach (var (name, number) in new[]
            {
                ("calls", row.Calls), ("attempts", row.Attempts), ("estimated", row.Estimated), ("unpriced", row.Unpriced),
                ("input", row.Input), ("cache_read", row.CacheRead), ("cache_write", row.CacheWrite), ("output", row.Output),
            }) to.WriteNumber(name, number);
            to.WriteUsd("cost_usd", row.Cost);
            to.WriteUsd("unpriced_usd", row.UnpricedCharged);
            to.WriteEndObject();
        }

        to.WriteEndArray();
    });

    private static string Charged(SpendRow all) => all.UnpricedCharged == Usd.Zero ? "" : $", but budgets are charged ${all.UnpricedCharged} for {(all.Unpriced == 1 ? "it, the worst case that was" : "them, the worst cases that were")} held";

    private static Text[] Numbers(SpendRow row) =>
    [
        .. new[] { row.Calls, row.Input, row.CacheRead, row.CacheWrite, row.Output }.Select(n => new Text(n.ToString("N0", CultureInfo.InvariantCulture))),
        new Text(row.Cost.ToString()),
    ];

    /// <summary>Quoted where it must be (RFC 4180). A name that a spreadsheet would take for a formula gets an apostrophe: callers choose these names.</summary>
    private static string Field(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
