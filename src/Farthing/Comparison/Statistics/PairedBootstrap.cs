namespace Farthing.Comparison.Statistics;

/// <summary>
/// The mean difference over tasks drawn again with replacement, whole clusters at a time: Efron 1979; Field and Welsh 2007 for clusters.
/// The same seed gives the same intervals.
/// </summary>
internal sealed class PairedBootstrap
{
    public const int FewestResamples = 10_000;

    private readonly double[] _means;

    private PairedBootstrap(double[] means) => _means = means;

    /// <param name="clusters">One cluster name per difference; null where every task stands alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="FewestResamples"/> resamples.</exception>
    public static PairedBootstrap Of(
        IReadOnlyList<double> differences, IReadOnlyList<string>? clusters, Random random, int resamples = FewestResamples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, FewestResamples);
        (double Sum, int Count)[] units = clusters is null
            ? [.. differences.Select(d => (d, 1))]
            : [.. differences.Zip(clusters).GroupBy(pair => pair.Second, pair => pair.First).Select(c => (c.Sum(), c.Count()))];
        var means = new double[resamples];
        for (var r = 0; r < resamples; r++)
        {
            double sum = 0;
            long count = 0;
            for (var i = 0; i < units.Length; i++)
            {
                var unit = units[random.Next(units.Length)];
                sum += unit.Sum;
                count += unit.Count;
            }

            means[r] = sum / count;
        }

        Array.Sort(means);
        return new PairedBootstrap(means);
    }

    /// <summary>The percentile interval.</summary>
    public Interval Interval(double confidence) =>
        new(Quantile.OfSorted(_means, (1 - confidence) / 2), Quantile.OfSorted(_means, (1 + confidence) / 2));
}
