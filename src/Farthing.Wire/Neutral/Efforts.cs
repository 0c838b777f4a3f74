namespace Farthing.Wire;

/// <summary>Effort levels and thinking budgets in each other's terms. The budgets are wire.md §1's: a fallback, not an equality.</summary>
internal static class Efforts
{
    /// <summary>Anthropic's smallest budget.</summary>
    public const long LeastBudget = 1024;

    private static readonly (string Effort, long Budget)[] Levels =
        [("minimal", LeastBudget), ("low", 2000), ("medium", 4000), ("high", 16000), ("xhigh", 32000), ("max", 32000)];

    /// <summary>Null for "none" and for a level that nobody knows.</summary>
    public static long? Budget(string effort) =>
        Array.FindIndex(Levels, l => l.Effort == effort) is >= 0 and var i ? Levels[i].Budget : null;

    /// <summary>The level itself; null, and announced, for one that only a single provider knows (Groq's "default").</summary>
    public static string? Known(string effort, LossGate gate)
    {
        if (effort == "none" || Levels.Any(l => l.Effort == effort)) return effort;
        gate.Lose("effort_other", "effort");
        return null;
    }

    /// <summary>The level for a budget: "low" to "high", which every reasoning model takes.</summary>
    public static string Effort(long budget) => budget switch
    {
        < 4000 => "low",
        < 16000 => "medium",
        _ => "high",
    };
}
