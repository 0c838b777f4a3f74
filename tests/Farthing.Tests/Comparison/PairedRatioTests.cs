using Farthing.Comparison.Statistics;
using Xunit;

namespace Farthing.Tests.Comparison;

public class PairedRatioTests
{
    [Fact]
    public void A_constant_ratio_is_found_without_doubt()
    {
        var ratio = PairedRatio.Of([1, 2, 3, 40], [2, 4, 6, 80], new Random(1));
        Assert.Equal(0.5, ratio.Median, 1e-12);
        Assert.Equal((0.5, 0.5), (ratio.Interval95.Lower, ratio.Interval95.Upper));
        Assert.True(ratio.IsWithin(0.4, 0.6));
        Assert.False(ratio.IsWithin(0.8, 1.25));
    }

    [Fact]
    public void One_slow_task_does_not_move_the_median()
    {
        var ratio = PairedRatio.Of([.. Enumerable.Repeat(1.0, 20), 1000], [.. Enumerable.Repeat(1.0, 21)], new Random(1));
        Assert.Equal(1, ratio.Median, 1e-12);
        Assert.True(ratio.IsWithin(0.8, 1.25));
    }

    [Fact]
    public void Exchanging_the_arms_inverts_the_median_and_the_same_seed_repeats_the_interval()
    {
        var random = new Random(3);
        double[] a = [.. Enumerable.Range(0, 41).Select(_ => 0.5 + random.NextDouble())], b = [.. a.Select(_ => 0.5 + random.NextDouble())];
        var ratio = PairedRatio.Of(a, b, new Random(1));
        Assert.Equal(1 / ratio.Median, PairedRatio.Of(b, a, new Random(1)).Median, 1e-12);
        Assert.Equal(ratio, PairedRatio.Of(a, b, new Random(1)));
        Assert.InRange(ratio.Median, ratio.Interval90.Lower, ratio.Interval90.Upper);
        Assert.True(ratio.Interval90.Width <= ratio.Interval95.Width);
    }

    [Fact]
    public void Refuses_figures_without_a_ratio()
    {
        Assert.Throws<ArgumentException>(() => PairedRatio.Of([], [], new Random(1)));
        Assert.Throws<ArgumentException>(() => PairedRatio.Of([1], [1, 2], new Random(1)));
        Assert.Throws<ArgumentException>(() => PairedRatio.Of([0], [1], new Random(1)));
        Assert.Throws<ArgumentException>(() => PairedRatio.Of([1], [double.NaN], new Random(1)));
    }
}
