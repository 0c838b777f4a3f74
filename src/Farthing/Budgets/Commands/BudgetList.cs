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
        var (data, json) = (StoreCommand.Data(), new Option<bool>("--json") { Description = "Print JSON" });
        var command = new Command("list", """
            List the budgets with what their present windows have spent, what calls under way hold, and what is left.

            Example:
              farthing budgets list
            """) { data, json };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, async (database, writes) =>
        {
            var now = clock.GetUtcNow();
            var rows = new List<(BudgetLine Line, Usd Spent, Usd Held)>();
            foreach (var budget in new BudgetStore(database, writes).Load())
            {
                var line = new BudgetLine(budget, budget.WindowAt(now));
                await writes.CommitAsync(statements =>
                {
                    BudgetSums.Ensure(statements, line, simulated: false);
                    var (spent, held) = BudgetSums.Read(statements, line, simulated: false);
                    rows.Add((line, new Usd(spent), new Usd(held)));
                });
            }

            if (parsed.GetValue(json)) JsonOutput.Write(parsed.InvocationConfiguration.Output, to => Json(to, rows));
            else Table(parsed.InvocationConfiguration.Output, rows);
            return 0;
        }));
        return command;
    }

    private static void Table(TextWriter output, List<(BudgetLine Line, Usd Spent, Usd Held)> rows)
    {
        var console = TableConsole.To(output, PipeWidth);
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (heading, right) in new[] { ("Scope", false), ("Per", false), ("Limit $", true), ("Spent $", true), ("Held $", true), ("Left $", true), ("Renews", false) })
            table.AddColumn(right ? new TableColumn(heading).RightAligned().NoWrap() : new TableColumn(heading).NoWrap());
        foreach (var (line, spent, held) in rows)
        {
            var budget = line.Budget;
            table.AddRow([.. new[]
            {
                budget.Spelled, budget.Period.Word(), $"{budget.Limit}{(budget.Soft ? " (soft)" : "")}", $"{spent}", $"{held}", $"{budget.Limit - spent - held}", Renews(line),
            }.Select(text => new Text(text))]);
        }

        console.Write(table);
        if (rows.Count == 0) console.WriteLine("There are no budgets; farthing budgets set team:NAME 100 --per month sets one.");
    }

    private static string Renews(BudgetLine line) => line.Window.Ends is { } ends
        ? TimeZoneInfo.ConvertTime(ends, TimeZoneInfo.FindSystemTimeZoneById(line.Budget.Zone)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " " + line.Budget.Zone
        : "never";

    private static void Json(System.Text.Json.Utf8JsonWriter to, List<(BudgetLine Line, Usd Spent, Usd Held)> rows)
    {
        to.WriteStartArray();
        foreach (var (line, spent, held) in rows)
        {
            var budget = line.Budget;
            to.WriteStartObject();
            to.WriteString("scope", budget.Scope.Word());
            to.WriteString("of", budget.Of);
            to.WriteString("period", budget.Period.Word());
            to.WriteString("zone", budget.Zone);
            to.WriteBoolean("soft", budget.Soft);
            foreach (var (name, amount) in new[] { ("limit_usd", budget.Limit), ("spent_usd", spent), ("held_usd", held), ("left_usd", budget.Limit - spent - held) })
                to.WriteUsd(name, amount);
            if (line.Window.Ends is { } ends) to.WriteString("renews_at", ends);
            else to.WriteNull("renews_at");
            to.WriteEndObject();
        }

        to.WriteEndArray();
    }
}
