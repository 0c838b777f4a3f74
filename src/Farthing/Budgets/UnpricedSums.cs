using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Budgets;

/// <summary>How much of what a budget has spent is no cost: calls whose cost is not known are charged at the worst case that was held for them.</summary>
internal static class UnpricedSums
{
    private const long Hour = 3_600_000;

    /// <summary>Whole hours from their sums, the part of an hour with which a window of some zones begins from the entries.</summary>
    public static Usd Of(Database database, BudgetLine line)
    {
        var column = BudgetSums.ScopeColumn(line.Budget.Scope);
        var of = column is null ? "" : $" AND {column} = @of";
        var from = (line.Starts + Hour - 1) / Hour;
        using var connection = database.Connect();
        using var sum = new Statement(connection, $"""
            SELECT (SELECT COALESCE(SUM(charged_nanos - cost_nanos), 0) FROM hourly WHERE hour >= @hour AND simulated = 0{of})
                 + (SELECT COALESCE(SUM(charged_nanos), 0) FROM entries WHERE started >= @starts AND started < @next AND cost_nanos IS NULL AND simulated = 0{of})
            """);
        sum.Set("@hour", from).Set("@starts", line.Starts).Set("@next", from * Hour);
        if (column is not null) sum.Set("@of", line.Budget.Of);
        return new Usd(sum.Number() ?? 0);
    }
}
