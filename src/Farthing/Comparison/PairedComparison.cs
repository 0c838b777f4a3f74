using Farthing.Comparison.Statistics;

namespace Farthing.Comparison;

/// <summary>
/// Two arms on the same tasks, one sample each. The verdict rests on Tango's intervals alone: the (1−α) interval for a difference
/// (at 0 that is McNemar's chi-square without correction), the (1−2α) interval for equivalence. The exact and mid-p tests and Newcombe's
/// interval stand beside it; the exact test is stricter and can say 0.07 where the verdict sees a difference.
/// </summary>
/// <param name="Significance">The (1−α) interval; <paramref name="Interval95"/> unless α differs from 0.05.</param>
/// <param name="Equivalence">The (1−2α) interval; <paramref name="Interval90"/> unless α differs from 0.05.</param>
/// <param name="TasksNeeded">Tasks for a verdict at this discordance (<see cref="Planning.TasksForVerdict"/>); null unless inconclusive.</param>
internal sealed record PairedComparison(
    PairedTable Table,
    double Margin,
    double Alpha,
    Interval Interval95,
    Interval Interval90,
    Interval Significance,
    Interval Equivalence,
    Interval Newcombe95,
    McNemar McNemar,
    double TostP,
    double? Kappa,
    Verdict Verdict,
    long? TasksNeeded)
{
    public const double DefaultMargin = 0.05;

    public const double DefaultAlpha = 0.05;

    /// <summary>Below this 1 − α is too close to 1 to be told apart.</summary>
    public const double LeastAlpha = 0.000001;

    public double Difference => Table.Difference;

    /// <param name="margin">Inside (0, 1); 0.05 is five points.</param>
    /// <param name="alpha">Inside (0.000001, 0.5).</param>
    /// <exception cref="ArgumentOutOfRangeException">Margin or alpha is outside its range.</exception>
    public static PairedComparison Of(PairedTable table, double margin = DefaultMargin, double alpha = DefaultAlpha)
    {
        RequireLimits(margin, alpha);
        var significance = Tango.Interval(table, 1 - alpha);
        var equivalence = Tango.Interval(table, 1 - 2 * alpha);
        var verdict = Verdicts.Of(significance, equivalence, margin);
        return new PairedComparison(
            table, margin, alpha,
            Tango.Interval(table, 0.95), Tango.Interval(table, 0.90), significance, equivalence,
            Newcombe.Interval(table, 0.95), McNemar.Of(table), Tost.Of(table, margin).P, Statistics.Kappa.Of(table), verdict,
            verdict == Verdict.Inconclusive ? Planning.TasksForVerdict(table.Total, table.Discordance, margin, alpha) : null);
    }

    internal static void RequireLimits(double margin, double alpha)
    {
        if (margin is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(margin), margin, "The margin lies inside (0, 1); 0.05 is five points.");
        if (alpha is not (> LeastAlpha and < 0.5)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Alpha lies inside (0.000001, 0.5); 0.05 is usual.");
    }
}
