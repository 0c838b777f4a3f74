using Farthing.Comparison.Statistics.Distributions;

namespace Farthing.Comparison.Statistics;

/// <summary>The mean of per-task differences in pass rate with its standard error, for more than one sample per task.</summary>
/// <param name="Mean">From −1 to 1.</param>
/// <param name="StandardError">Independent tasks, or clustered: <see cref="ClusteredError"/>.</param>
/// <param name="Units">Tasks, or clusters where tasks are clustered; one more than the degrees of freedom of t.</param>
internal sealed record PairedMean(double Mean, double StandardError, int Units)
{
    /// <summary>Below this the spread is rounding: means of K samples differ by 1/K at least.</summary>
    private const double NoSpread = 1e-12;

    /// <param name="clusters">One cluster name per difference; null where every task stands alone.</param>
    public static PairedMean Of(IReadOnlyList<double> differences, IReadOnlyList<string>? clusters = null) => clusters is null
        ? new PairedMean(differences.Average(), ClusteredError.Independent(differences), differences.Count)
        : new PairedMean(differences.Average(), ClusteredError.Of(differences, clusters), clusters.Distinct().Count());

    /// <summary>d̄ ± t·SE with Units − 1 degrees of freedom, cut to [−1, 1]; without spread, see <see cref="Statistic"/>.</summary>
    public Interval Interval(double confidence)
    {
        if (StandardError < NoSpread)
        {
            var z = Normal.TwoSided(confidence);
            var unseen = z * z / (Units + z * z);
            return new Interval(Mean - unseen * (1 + Mean), Mean + unseen * (1 - Mean)).Clamped();
        }

        var half = StudentT.Quantile((1 + confidence) / 2, Units - 1) * StandardError;
        return new Interval(Mean - half, Mean + half).Clamped();
    }

    /// <summary>
    /// t for the hypothesis that the true mean is <paramref name="mean"/>. Where all units gave the same difference, t would be certain of it
    /// after two tasks. Then this is Tango's score instead: a share q of unseen tasks could lie at the far end of the range,
    /// z = √(nq/(1−q)); at a mean of 0, 1 and −1 the interval is exactly the one <see cref="Tango"/> gives.
    /// </summary>
    public double Statistic(double mean)
    {
        if (StandardError >= NoSpread) return (Mean - mean) / StandardError;
        if (Mean == mean) return 0;
        var unseen = mean < Mean ? (Mean - mean) / (1 + Mean) : (mean - Mean) / (1 - Mean);
        return Math.Sign(Mean - mean) * Math.Sqrt(Units * unseen / (1 - unseen));
    }

    /// <summary>P(statistic ≤ value) if the hypothesis holds.</summary>
    public double Cdf(double statistic) => StandardError < NoSpread ? Normal.Cdf(statistic) : StudentT.Cdf(statistic, Units - 1);
}
