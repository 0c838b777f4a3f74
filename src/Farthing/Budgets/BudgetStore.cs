using System.Globalization;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Budgets;

/// <summary>The budgets table.</summary>
internal sealed class BudgetStore(Database database, WriteQueue writes)
{
    /// <summary>Of several keys with one name, the one that the name leads to comes first.</summary>
    public const string FirstKey = "ORDER BY revoked_at IS NOT NULL, created_at DESC, id";

    public IReadOnlyList<Budget> Load()
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT b.id, b.scope, b.of, b.period, b.zone, b.limit_nanos, b.soft, b.warn_at, k.name, k.revoked_at IS NOT NULL,
                   k.id = (SELECT id FROM keys WHERE name = k.name {FirstKey} LIMIT 1)
            FROM budgets b LEFT JOIN keys k ON b.scope = 'key' AND k.id = b.of ORDER BY b.scope, COALESCE(k.name, b.of), b.of, b.period
            """;
        using var reader = command.ExecuteReader();
        var budgets = new List<Budget>();
        while (reader.Read())
        {
            budgets.Add(new Budget(
                reader.GetString(0), Enum.Parse<BudgetScope>(reader.GetString(1), ignoreCase: true), reader.GetString(2), Enum.Parse<BudgetPeriod>(reader.GetString(3), ignoreCase: true),
                reader.GetString(4), new Usd(reader.GetInt64(5)), reader.GetInt64(6) == 1,
                [.. reader.GetString(7).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => int.Parse(p, CultureInfo.InvariantCulture))])
            { Key = reader.IsDBNull(8) ? null : new CalledKey(reader.GetString(8), IsFirst: reader.GetInt64(10) == 1, IsRevoked: reader.GetInt64(9) == 1) });
        }

        return budgets;
    }

    /// <summary>Sets the budget of its scope and period. Another limit or other warnings keep the sums; another zone makes it another budget, whose windows begin at other times and count anew from the ledger.</summary>
    public Task SetAsync(Budget budget) => writes.CommitAsync(statements =>
    {
        statements["""
            INSERT INTO budgets (id, scope, of, period, zone, limit_nanos, soft, warn_at) VALUES (@id, @scope, @of, @period, @zone, @limit, @soft, @warn)
            ON CONFLICT (scope, of, period) DO UPDATE SET id = CASE WHEN zone = excluded.zone THEN id ELSE excluded.id END, zone = excluded.zone, limit_nanos = excluded.limit_nanos, soft = excluded.soft, warn_at = excluded.warn_at
            """]
            .Set("@id", budget.Id)
            .Set("@scope", budget.Scope.Word())
            .Set("@of", budget.Of)
            .Set("@period", budget.Period.Word())
            .Set("@zone", budget.Zone)
            .Set("@limit", budget.Limit.Nanos)
            .Set("@soft", budget.Soft ? 1 : 0)
            .Set("@warn", string.Join(' ', budget.WarnAt))
            .Run();
        // Shares of the new limit are warned of anew.
        statements["DELETE FROM budget_warnings WHERE budget = (SELECT id FROM budgets WHERE scope = @scope AND of = @of AND period = @period)"]
            .Set("@scope", budget.Scope.Word()).Set("@of", budget.Of).Set("@period", budget.Period.Word()).Run();
        Revision.Next(statements);
    });

    /// <summary>Takes a budget away; false when there is none. Its sums stay, for calls that are still held against them.</summary>
    public async Task<bool> RemoveAsync(BudgetScope scope, string of, BudgetPeriod period)
    {
        var removed = false;
        await writes.CommitAsync(statements =>
        {
            removed = statements["DELETE FROM budgets WHERE scope = @scope AND of = @of AND period = @period"]
                .Set("@scope", scope.Word()).Set("@of", of).Set("@period", period.Word()).Run() == 1;
            Revision.Next(statements);
        });
        return removed;
    }
}
