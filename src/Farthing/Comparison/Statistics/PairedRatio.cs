namespace Farthing.Comparison.Statistics;

/// <summary>How latency or cost of A relates to B on the same tasks: the median of A/B, from log-ratios so that 0.5 and 2 weigh alike.</summary>
/// <param name="Median">1 where the arms are equal, 0.8 where A takes a fifth less.</param>
/// <param name="Interval95">Percentile bootstrap over tasks; <paramref name="Interval90"/> likewise.</param>
internal sealed record PairedRatio(double Median, Interval Interval95, Interval Interval90)
{
    /// <summary>Whether the 90 % interval lies inside a band such as 0.8 to 1.25: TOST for a ratio at α = 0.05.</summary>
    public bool IsWithin(double low, double high) => low < Interval90.Lower && Interval90.Upper < high;

    /// <param name="a">Per task, above 0; several samples already brought to one figure.</param>
    /// <param name="b">The same tasks in the same order.</param>
    /// <exception cref="ArgumentException">The lists are empty or differ in length, or a figure is not above 0.</exception>
    public static PairedRatio Of(
        IReadOnlyList<double> a, IReadOnlyList<double> b, Random random, int resamples = PairedBootstrap.FewestResamples)
    {
        if (a.Count == 0 || a.Count != b.Count)
            throw new ArgumentException($"{a.Count} figures of A came with {b.Count} of B; each task needs one of both.", nameof(b));
        if (a.Concat(b).Any(x => !(x > 0) || double.IsInfinity(x)))
            throw new ArgumentException("A ratio needs figures above 0; leave out tasks without one.", nameof(a));
        double[] logs = [.. a.Zip(b, (x, y) => Math.Log(x / y)).Order()];
        var medians = new double[resamples];
        var drawn = new double[logs.Length];
        var times = new int[logs.Length];
        for (var r = 0; r < resamples; r++)
        {
            // Counting how often each was drawn leaves the resample sorted without sorting it.
            Array.Clear(times);
            for (var i = 0; i < logs.Length; i++) times[random.Next(logs.Length)]++;
            var next = 0;
            for (var i = 0; i < logs.Length; i++)
                for (var n = times[i]; n > 0; n--) drawn[next++] = logs[i];
            medians[r] = Quantile.OfSorted(drawn, 0.5);
        }

        Array.Sort(medians);
        return new PairedRatio(Math.Exp(Quantile.OfSorted(logs, 0.5)), Percentiles(0.95), Percentiles(0.90));

        Interval Percentiles(double confidence) => new(
            Math.Exp(Quantile.OfSorted(medians, (1 - confidence) / 2)), Math.Exp(Quantile.OfSorted(medians, (1 + confidence) / 2)));
    }
}
