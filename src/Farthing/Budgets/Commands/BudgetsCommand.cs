using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Budgets.Commands;

/// <summary><c>farthing budgets</c></summary>
internal static class BudgetsCommand
{
    public static Command Create(TimeProvider? clock = null) => new("budgets", """
        Limit what the installation, a team, a project or a key may spend. A call that could pass a budget is refused before it is made.

        Examples:
          farthing teams create backend
          farthing budgets set team:backend 400 --per month
        """)
    {
        Set(),
        BudgetList.Create(clock ?? TimeProvider.System),
        Remove(),
        BudgetCheck.Create(),
    };

    public static Argument<string> Scope() => new("SCOPE") { Description = "installation, team:NAME, project:NAME or key:NAME" };

    public static Option<string> Per() => new("--per") { HelpName = "PERIOD", Description = "day, week (from Monday), month, or ever", DefaultValueFactory = _ => "month" };

    private static Command Set()
    {
        var (scope, per, data, json) = (Scope(), Per(), StoreCommand.Data(), JsonOutput.Option());
        var limit = new Argument<string>("USD") { Description = "US dollars, as in 100 or 0.50" };
        var zone = new Option<string?>("--zone") { HelpName = "ZONE", Description = "The time zone in whose midnight it renews, as in Europe/Berlin; default: UTC, or as it was set before" };
        var soft = new Option<bool?>("--soft") { Description = "Only warn: calls are made beyond the limit too; --soft false makes it a wall again; default: a wall, or as it was set before" };
        var warn = new Option<string?>("--warn") { HelpName = "PERCENT", Description = "Shares of the limit at which to warn once a window, separated by commas: in a header, the log and at budget_webhook; default: 80,100, or as it was set before" };
        var command = new Command("set", """
            Set a budget, or change the one that its scope has for the period. It counts from what the ledger says was spent in this window.

            Examples:
              farthing teams create backend
              farthing budgets set team:backend 400 --per month --zone Europe/Berlin
              farthing keys create ci
              farthing budgets set key:ci 5 --per day --warn 50,90
            """) { scope, limit, per, zone, soft, warn, data, json };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, async (database, writes) =>
        {
            var (kind, of) = Scopes.Parse(database, parsed.GetRequiredValue(scope));
            var (store, period) = (new BudgetStore(database, writes), Scopes.Period(parsed.GetRequiredValue(per)));
            var before = store.Load().SingleOrDefault(b => (b.Scope, b.Of, b.Period) == (kind, of, period));
            var budget = new Budget(Guid.CreateVersion7().ToString("N"), kind, of, period, parsed.GetValue(zone) is { } z ? Zone(z) : before?.Zone ?? "UTC",
                Limit(parsed.GetRequiredValue(limit)), parsed.GetValue(soft) ?? before?.Soft ?? false, parsed.GetValue(warn) is { } w ? Percents(w) : before?.WarnAt ?? [80, 100]);
            await store.SetAsync(budget);
            budget = store.Load().Single(b => (b.Scope, b.Of, b.Period) == (budget.Scope, budget.Of, budget.Period));
            if (parsed.GetValue(json)) JsonOutput.Write(parsed.InvocationConfiguration.Output, to => Json(to, budget));
            else await parsed.InvocationConfiguration.Output.WriteLineAsync($"{budget.Name}: ${budget.Limit}{(budget.Soft ? ", only warned of" : "")}{Renewal(budget)}{Warnings(budget)}{Before(before)}");
            return 0;
        }));
        return command;
    }

    private static string Renewal(Budget budget) => budget.Period == BudgetPeriod.Ever ? "" : $", renewed at midnight in {budget.Zone}";

    private static string Warnings(Budget budget) => budget.WarnAt.Count == 0 ? "" : $", warns at {string.Join(", ", budget.WarnAt)} %";

    private static string Before(Budget? before) => before is null ? "" : $" (before: ${before.Limit}{(before.Soft ? ", only warned of" : "")}{Renewal(before)}{Warnings(before)})";

    private static Command Remove()
    {
        var (scope, per, data, json) = (Scope(), Per(), StoreCommand.Data(), JsonOutput.Option());
        var command = new Command("remove", """
            Take a budget away.

            Examples:
              farthing budgets set installation 2000 --per month
              farthing budgets remove installation --per month
            """) { scope, per, data, json };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, async (database, writes) =>
        {
            var ((kind, of), period) = (Scopes.Parse(database, parsed.GetRequiredValue(scope)), Scopes.Period(parsed.GetRequiredValue(per)));
            if (!await new BudgetStore(database, writes).RemoveAsync(kind, of, period))
                throw new FormatException($"{parsed.GetRequiredValue(scope)} has no budget per {parsed.GetRequiredValue(per)}; farthing budgets list shows all");
            if (parsed.GetValue(json)) JsonOutput.Write(parsed.InvocationConfiguration.Output, to => Removed(to, kind, of, period));
            else await parsed.InvocationConfiguration.Output.WriteLineAsync("removed");
            return 0;
        }));
        return command;
    }

    private static void Json(Utf8JsonWriter to, Budget budget)
    {
        to.WriteStartObject();
        BudgetJson.Write(to, budget);
        to.WriteUsd("limit_usd", budget.Limit);
        to.WriteStartArray("warn_percent");
        foreach (var percent in budget.WarnAt) to.WriteNumberValue(percent);
        to.WriteEndArray();
        to.WriteEndObject();
    }

    private static void Removed(Utf8JsonWriter to, BudgetScope scope, string of, BudgetPeriod period)
    {
        to.WriteStartObject();
        to.WriteString("removed", scope.Word());
        to.WriteString("of", of);
        to.WriteString("period", period.Word());
        to.WriteEndObject();
    }

    private static Usd Limit(string text) =>
        Usd.TryParse(text, out var amount)
            ? amount
            : throw new FormatException($"'{text}' is no amount; write US dollars, as in 100 or 0.50");

    private static string Zone(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _)
        ? text
        : throw new FormatException($"--zone: '{text}' is no time zone of this machine; write an IANA name, as in Europe/Berlin");

    private static int[] Percents(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(p => int.TryParse(p.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is >= 1 and <= 1_000
            ? percent
            : throw new FormatException($"--warn: '{p}' is no share; write percents from 1 to 1000, as in 50,80,100")).Distinct().Order()];
}
