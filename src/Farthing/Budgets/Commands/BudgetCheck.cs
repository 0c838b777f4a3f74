using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Budgets.Commands;

/// <summary><c>farthing budgets check</c></summary>
internal static class BudgetCheck
{
    /// <summary>Every sum beside what ledger and holds add up to, for those of one scope. A budget that was taken away has no scope any more.</summary>
    private const string Differences = """
        WITH lines AS (
            SELECT s.*, COALESCE(b.scope, 'installation') AS scope, COALESCE(b.of, '') AS of,
                   COALESCE((SELECT MIN(n.starts) FROM budget_sums n WHERE n.budget = s.budget AND n.simulated = s.simulated AND n.starts > s.starts), 9223372036854775807) AS ends
            FROM budget_sums s LEFT JOIN budgets b ON b.id = s.budget WHERE b.id IS NOT NULL OR s.budget = 'limit_usd')
        SELECT budget, starts, simulated, spent, charged, held, reserved FROM (
            SELECT l.*,
                (SELECT COALESCE(SUM(charged_nanos), 0) FROM entries e WHERE e.started >= l.starts AND e.started < l.ends AND e.simulated = l.simulated AND CASE l.scope
                    WHEN 'team' THEN e.team = l.of WHEN 'project' THEN e.project = l.of WHEN 'key' THEN e.key_id = l.of ELSE 1 END) AS charged,
                (SELECT COALESCE(SUM(reserved_nanos), 0) FROM holds e WHERE e.started >= l.starts AND e.started < l.ends AND e.simulated = l.simulated AND CASE l.scope
                    WHEN 'team' THEN e.team = l.of WHEN 'project' THEN e.project = l.of WHEN 'key' THEN e.key_id = l.of ELSE 1 END) AS reserved
            FROM lines l) WHERE spent <> charged OR held <> reserved
        """;

    public static Command Create()
    {
        var (data, json) = (StoreCommand.Data(), JsonOutput.Option());
        var command = new Command("check", """
            Add up the whole ledger and compare it with the sums of every budget. The exit code is 1 when one differs.

            Example:
              farthing budgets check
            """) { data, json };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, (database, writes) =>
        {
            var budgets = new BudgetStore(database, writes).Load().Append(Budget.Configured(null)).ToDictionary(b => b.Id);
            var (sums, differences) = Read(database, budgets);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) JsonOutput.Write(output, to => Json(to, sums, differences));
            else if (differences.Count == 0) output.WriteLine($"{(sums == 1 ? "1 sum" : $"{sums} sums, each")} equal to the ledger to the nano-dollar");
            foreach (var difference in parsed.GetValue(json) ? [] : differences) output.WriteLine(difference.ToString());
            return Task.FromResult(differences.Count == 0 ? 0 : 1);
        }));
        return command;
    }

    private static (long Sums, IReadOnlyList<Difference> Differences) Read(Database database, Dictionary<string, Budget> budgets)
    {
        using var connection = database.Connect();
        using var count = new Statement(connection, "SELECT COUNT(*) FROM budget_sums");
        using var command = connection.CreateCommand();
        command.CommandText = Differences;
        using var reader = command.ExecuteReader();
        var found = new List<Difference>();
        while (reader.Read())
        {
            found.Add(new Difference(budgets[reader.GetString(0)], DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), reader.GetInt64(2) == 1,
                new Usd(reader.GetInt64(3)), new Usd(reader.GetInt64(4)), new Usd(reader.GetInt64(5)), new Usd(reader.GetInt64(6))));
        }

        return (count.Number() ?? 0, found);
    }

    private static void Json(Utf8JsonWriter to, long sums, IReadOnlyList<Difference> differences)
    {
        to.WriteStartObject();
        to.WriteNumber("sums", sums);
        to.WriteStartArray("differences");
        foreach (var difference in differences)
        {
            to.WriteStartObject();
            BudgetJson.Write(to, difference.Budget);
            to.WriteString("window_starts", difference.Starts);
            to.WriteBoolean("simulated", difference.Simulated);
            foreach (var (name, amount) in new[]
            {
                ("spent_usd", difference.Spent), ("ledger_spent_usd", difference.Charged), ("held_usd", difference.Held), ("ledger_held_usd", difference.Reserved),
            }) to.WriteUsd(name, amount);
            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteEndObject();
    }

    /// <summary>A sum that is not what the ledger adds up to.</summary>
    private sealed record Difference(Budget Budget, DateTimeOffset Starts, bool Simulated, Usd Spent, Usd Charged, Usd Held, Usd Reserved)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Budget.Name} from {Starts:yyyy-MM-dd HH:mm} UTC{(Simulated ? ", simulated" : "")}: ${Spent} spent, the ledger says ${Charged}; ${Held} held, the holds say ${Reserved}");
    }
}
