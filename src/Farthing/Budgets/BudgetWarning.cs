using Farthing.Catalogue;

namespace Farthing.Budgets;

/// <summary>A share of a budget at which its owner wants to be told has been spent.</summary>
/// <param name="Percent">The highest of the chosen shares that is reached.</param>
internal sealed record BudgetWarning(BudgetLine Line, int Percent, Usd Spent)
{
    /// <summary>The warning that so much spent gives; null for none.</summary>
    public static BudgetWarning? Of(BudgetLine line, long spent)
    {
        var limit = line.Budget.Limit.Nanos;
        var reached = line.Budget.WarnAt.LastOrDefault(percent => (Int128)spent * 100 >= (Int128)limit * percent);
        return reached == 0 ? null : new BudgetWarning(line, reached, new Usd(spent));
    }

    public override string ToString() => $"{Line.Budget.Name}: {Percent} % of ${Line.Budget.Limit} reached, ${Spent} spent";
}
