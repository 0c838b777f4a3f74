namespace Farthing.Budgets;

/// <summary>The budgets at one revision. May be used by several threads: what it remembers is immutable, and made anew where two make it at once.</summary>
/// <param name="Revision">The state of the database that they were read from.</param>
internal sealed record BudgetBook(long Revision, IReadOnlyList<Budget> Budgets)
{
    /// <summary>The last line of each budget, which is that of the next call too, but for the first of a window.</summary>
    private readonly BudgetLine?[] _lines = new BudgetLine?[Budgets.Count];

    /// <summary>The lines that count a call which begins at <paramref name="at"/>.</summary>
    public IReadOnlyList<BudgetLine> Lines(string key, string? team, string? project, DateTimeOffset at)
    {
        var lines = new List<BudgetLine>(2);
        for (var i = 0; i < Budgets.Count; i++)
        {
            if (!Budgets[i].Counts(key, team, project)) continue;
            if (_lines[i] is not { } line || !line.Window.Holds(at)) _lines[i] = line = new BudgetLine(Budgets[i], Budgets[i].WindowAt(at));
            lines.Add(line);
        }

        return lines;
    }
}
