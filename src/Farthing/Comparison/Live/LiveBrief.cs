using System.Globalization;
using Farthing.Catalogue;
using Farthing.Comparison.Statistics;

namespace Farthing.Comparison.Live;

/// <summary>What a live run tells before it spends anything: what it may cost, and what so many tasks can show at all.</summary>
internal static class LiveBrief
{
    /// <summary>Discordance seen between models of one class on routine tasks; a guess that the run itself replaces.</summary>
    private const double LikelyDiscordance = 0.1;

    public static IEnumerable<string> Lines(
        IReadOnlyList<LiveCall> missing, int have, int tasks, PriceBook prices, int maxTokens, double margin, double alpha, bool simulated, decimal? maxCost, DateOnly today)
    {
        yield return have == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{missing.Count} {(missing.Count == 1 ? "call" : "calls")} to make.")
            : string.Create(CultureInfo.InvariantCulture, $"Resuming: {(have == 1 ? "1 answer is" : $"{have} answers are")} there and paid for, {(missing.Count == 1 ? "1 call is" : $"{missing.Count} calls are")} left to make.");

        var estimate = Sum(missing.Select(c => LivePlan.Estimate(c, prices, today)));
        var worst = Sum(missing.Select(c => LivePlan.WorstCase(c, prices, maxTokens, today)));
        yield return (estimate is { } likely && worst is { } most
                ? string.Create(CultureInfo.InvariantCulture, $"Estimated cost: about ${likely:0.00##}, at most ${most:0.00##}")
                : "Estimated cost: unknown, since a model here has no price in the price book")
            + (simulated ? " at list prices; simulated calls charge nothing." : maxCost is { } cap ? $"; stopped at ${cap} (--max-cost)." : ". --max-cost USD sets a bound.");

        var difference = Planning.SmallestDifference(tasks, LikelyDiscordance, alpha);
        var equivalence = Planning.SmallestMargin(tasks, LikelyDiscordance, alpha);
        yield return $"What {tasks} tasks can show (80 % power, if the arms disagree on {VerdictSentence.Points(LikelyDiscordance)} % of them): "
            + (difference is { } d ? $"a difference of {VerdictSentence.Points(d)} points or more, " : "no difference, ")
            + (equivalence is { } e ? $"equivalence within ±{VerdictSentence.Points(e)} points." : "no equivalence.");
        if (Planning.HighestDiscordance(tasks, margin, alpha) is var highest)
        {
            yield return highest is { } h
                ? $"Equivalence within ±{VerdictSentence.Points(margin)} points needs the arms to disagree on at most {VerdictSentence.Points(h)} % of them."
                : $"Equivalence within ±{VerdictSentence.Points(margin)} points cannot be shown by {tasks} tasks at all: {Planning.ZeroDiscordanceTasks(margin, alpha)} are the fewest.";
        }
    }

    private static decimal? Sum(IEnumerable<decimal?> costs)
    {
        decimal? sum = 0;
        foreach (var cost in costs) sum += cost;
        return sum;
    }
}
