using System.Globalization;
using Farthing.Comparison.Statistics;

namespace Farthing.Comparison;

/// <summary>A verdict as one or two sentences for somebody who does not read p-values. Differences are in points: hundredths of a pass rate.</summary>
internal static class VerdictSentence
{
    public static string Of(PairedComparison c)
    {
        var sentence = Of(c.Verdict, c.Difference, c.Significance, c.Equivalence, c.Margin, c.Alpha, c.TasksNeeded);
        return !c.Significance.Contains(0) && c.McNemar.ExactP >= c.Alpha
            ? string.Create(CultureInfo.InvariantCulture, $"{sentence} McNemar's exact test is not convinced of the difference (p = {c.McNemar.ExactP:0.###}): it is a close call.")
            : sentence;
    }

    public static string Of(RepeatedComparison c) =>
        Of(c.Verdict, c.Mean.Mean, c.Significance, c.Equivalence, c.Margin, c.Alpha, c.TasksNeeded);

    /// <summary>A share or a difference of shares in points, with at most two places: <c>-28.57</c>.</summary>
    public static string Points(double share) => (100 * share).ToString("0.##;-0.##;0", CultureInfo.InvariantCulture);

    public static string Points(Interval interval) => $"{Points(interval.Lower)} to {Points(interval.Upper)}";

    private static string Of(
        Verdict verdict, double difference, Interval significance, Interval equivalence, double margin, double alpha, long? tasksNeeded)
    {
        var apart = Points(Math.Abs(difference));
        var gap = difference == 0
            ? "The two arms pass equally often"
            : $"The two arms differ by {apart} {(apart == "1" ? "point" : "points")}: arm {(difference > 0 ? 'A' : 'B')} passes more often";
        var within = $"equivalence within ±{Points(margin)} points";
        var narrow = $"the {Points(1 - 2 * alpha)} % interval is {Points(equivalence)} points";
        var wide = $"the {Points(1 - alpha)} % interval is {Points(significance)} points";
        return verdict switch
        {
            Verdict.Equivalent =>
                $"{gap}; {within} is shown ({narrow}).",
            Verdict.DifferentWithinMargin =>
                $"{gap}, and that is more than chance ({wide}); yet {within} is shown ({narrow}).",
            Verdict.ABetter or Verdict.BBetter =>
                $"{gap}, and that is more than chance ({wide}); {within} is not shown.",
            _ =>
                $"{gap}; {within} is not shown ({narrow}), and neither is a difference ({wide}). "
                + $"This does not mean they are the same: about {tasksNeeded:N0} tasks are needed for a verdict.",
        };
    }
}
