using System.Text.Json;

namespace Farthing.Budgets.Commands;

/// <summary>What commands say of a budget in JSON.</summary>
internal static class BudgetJson
{
    /// <summary>Within an object: whose it is, and how often it renews.</summary>
    public static void Write(Utf8JsonWriter to, Budget budget)
    {
        to.WriteString("scope", budget.Scope.Word());
        to.WriteString("of", budget.Of);
        to.WriteString("name", budget.Key?.Name ?? budget.Of);
        to.WriteString("period", budget.Period.Word());
        to.WriteString("zone", budget.Zone);
        to.WriteBoolean("soft", budget.Soft);
    }
}
