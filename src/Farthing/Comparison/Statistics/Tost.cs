using Farthing.Comparison.Statistics.Distributions;

namespace Farthing.Comparison.Statistics;

/// <summary>
/// Two one-sided tests of equivalence within a margin: Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680.
/// p is below α just where the (1−2α) interval of the same statistic lies inside (−margin, margin).
/// </summary>
/// <param name="Lower">The statistic against "A is worse by the margin or more"; high is good.</param>
/// <param name="Upper">The statistic against "A is better by the margin or more"; low is good.</param>
/// <param name="P">The larger of the two one-sided p-values.</param>
internal sealed record Tost(double Lower, double Upper, double P)
{
    /// <summary>One sample per task: Tango's score.</summary>
    /// <param name="margin">Inside (0, 1).</param>
    public static Tost Of(PairedTable table, double margin) => Of(d => Tango.Score(table, d), Normal.Cdf, margin);

    /// <summary>Several samples per task: t.</summary>
    /// <param name="margin">Inside (0, 1).</param>
    public static Tost Of(PairedMean mean, double margin) => Of(mean.Statistic, mean.Cdf, margin);

    private static Tost Of(Func<double, double> statistic, Func<double, double> cdf, double margin)
    {
        double lower = statistic(-margin), upper = statistic(margin);
        return new Tost(lower, upper, Math.Max(cdf(-lower), cdf(upper)));
    }
}
