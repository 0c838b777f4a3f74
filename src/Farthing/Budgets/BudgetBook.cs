namespace Farthing.Budgets;

/// <summary>The budgets at one revision. Immutable.</summary>
/// <param name="Revision">The state of the database that they were read from.</param>
internal sealed record BudgetBook(long Revision, IReadOnlyList<Budget> Budgets)
{
    /// <summary>The lines that count a call which begins at <paramref name="at"/>.</summary>
    public IReadOnlyList<BudgetLine> Lines(string key, string? team, string? project, DateTimeOffset at)
    {
        var lines = new List<BudgetLine>(2);
        foreach (var budget in Budgets)
        {
            if (budget.Counts(key, team, project)) lines.Add(new BudgetLine(budget, budget.WindowAt(at)));
        }

        return lines;
    }
}
