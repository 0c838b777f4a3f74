using System.CommandLine;
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
        SELECT budget || ' from ' || starts || ': ' || spent || ' spent, the ledger says ' || charged || '; ' || held || ' held, the holds say ' || reserved FROM (
            SELECT l.*,
                (SELECT COALESCE(SUM(charged_nanos), 0) FROM entries e WHERE e.started >= l.starts AND e.started < l.ends AND e.simulated = l.simulated AND CASE l.scope
                    WHEN 'team' THEN e.team = l.of WHEN 'project' THEN e.project = l.of WHEN 'key' THEN e.key_id = l.of ELSE 1 END) AS charged,
                (SELECT COALESCE(SUM(reserved_nanos), 0) FROM holds e WHERE e.started >= l.starts AND e.started < l.ends AND e.simulated = l.simulated AND CASE l.scope
                    WHEN 'team' THEN e.team = l.of WHEN 'project' THEN e.project = l.of WHEN 'key' THEN e.key_id = l.of ELSE 1 END) AS reserved
            FROM lines l) WHERE spent <> charged OR held <> reserved
        """;

    public static Command Create()
    {
        var data = StoreCommand.Data();
        var command = new Command("check", """
            Add up the whole ledger and compare it with the sums of every budget. The exit code is 1 when one differs.

            Example:
              farthing budgets check
            """) { data };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, (database, _) =>
        {
            using var connection = database.Connect();
            using var count = new Statement(connection, "SELECT COUNT(*) FROM budget_sums");
            using var check = new Statement(connection, Differences);
            var wrong = check.Texts();
            foreach (var line in wrong) parsed.InvocationConfiguration.Output.WriteLine(line);
            if (wrong.Count == 0) parsed.InvocationConfiguration.Output.WriteLine($"{count.Number()} sums, each equal to the ledger to the nano-dollar");
            return Task.FromResult(wrong.Count == 0 ? 0 : 1);
        }));
        return command;
    }
}
