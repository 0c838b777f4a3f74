using System.CommandLine;
using System.Globalization;
using Farthing.Catalogue;
using Farthing.Storage;
using Spectre.Console;

namespace Farthing.Budgets.Commands;

/// <summary><c>farthing budgets list</c></summary>
internal static class BudgetList
{
    private const int PipeWidth = 160;

    public static Command Create(TimeProvider clock)
    {
        var (data, json) = (StoreCommand.Data(), JsonOutput.Option());
        var command = new Command("list", """
            List the budgets with what their present windows have spent, what calls under way hold, and what is left. Spent is the cost of
            the calls, and for those whose cost is not known the worst case that was held for them.

            Example:
              farthing budgets list
            """) { data, json };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, async (database, writes) =>
        {
            var now = clock.GetUtcNow();
            var rows = new List<Row>();
            foreach (var budget in new BudgetStore(database, writes).Load())
            {
                var line = new BudgetLine(budget, budget.WindowAt(now));
                var (spent, held) = (0L, 0L);
                await writes.CommitAsync(statements =>
                {
                    BudgetSums.Ensure(statements, line, simulated: false);
                    (spent, held) = BudgetSums.Read(statements, line, simulated: false);
                });
                rows.Add(new Row(line, new Usd(spent), new Usd(held), UnpricedSums.Of(database, line)));
            }

            if (parsed.GetValue(json)) JsonOutput.Write(parsed.InvocationConfiguration.Output, to => Json(to, rows));
            else Table(parsed.InvocationConfiguration.Output, rows);
            return 0;
        }));
        return command;
    }

    private static void Table(TextWriter output, List<Row> rows)
    {
        var console = TableConsole.To(output, PipeWidth);
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (heading, right) in new[] { ("Scope", false), ("Per", false), ("Limit $", true), ("Spent $", true), ("Held $", true), ("Left $", true), ("Renews", false) })
            table.AddColumn(right ? new TableColumn(heading).RightAligned().NoWrap() : new TableColumn(heading).NoWrap());
        foreach (var (line, spent, held, _) in rows)
        {
            var budget = line.Budget;
            table.AddRow([.. new[]
            {
                budget.Shown, budget.Period.Word(), $"{budget.Limit}{(budget.Soft ? " (soft)" : "")}", $"{spent}", $"{held}", $"{budget.Limit - spent - held}", Renews(line),
            }.Select(text => new Text(text))]);
        }

        console.Write(table);
        foreach (var (line, _, _, unpriced) in rows.Where(r => r.Unpriced != Usd.Zero))
            console.WriteLine($"{line.Budget.Shown} per {line.Budget.Period.Word()}: ${unpriced} of what is spent are worst cases of calls whose cost is not known; farthing spend leaves them out of the cost.");
        if (rows.Count == 0) console.WriteLine("There are no budgets; farthing budgets set team:NAME 100 --per month sets one.");
    }

    private static string Renews(BudgetLine line) => line.Window.Ends is { } ends
        ? TimeZoneInfo.ConvertTime(ends, TimeZoneInfo.FindSystemTimeZoneById(line.Budget.Zone)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " " + line.Budget.Zone
        : "never";

    private static void Json(System.Text.Json.Utf8JsonWriter to, List<Row> rows)
    {
        to.WriteStartArray();
        foreach (var (line, spent, held, unpriced) in rows)
        {
            var budget = line.Budget;
            to.WriteStartObject();
            BudgetJson.Write(to, budget);
            foreach (var (name, amount) in new[] { ("limit_usd", budget.Limit), ("spent_usd", spent), ("unpriced_usd", unpriced), ("held_usd", held), ("left_usd", budget.Limit - spent - held) })
                to.WriteUsd(name, amount);
            if (line.Window.Ends is { } ends) to.WriteString("renews_at", ends);
            else to.WriteNull("renews_at");
            to.WriteEndObject();
        }

        to.WriteEndArray();
    }

    /// <param name="Unpriced">The part of <paramref name="Spent"/> that is no cost.</param>
    private sealed record Row(BudgetLine Line, Usd Spent, Usd Held, Usd Unpriced);
}
