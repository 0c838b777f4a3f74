using Farthing.Comparison.Statistics.Distributions;
using Xunit;

namespace Farthing.Tests.Comparison;

/// <summary>Reference values were computed with 40-digit arithmetic.</summary>
public class DistributionTests
{
    [Theory]
    [InlineData(-37, 5.7255712225245768e-300)]
    [InlineData(-10, 7.6198530241605261e-24)]
    [InlineData(-5, 2.8665157187919391e-7)]
    [InlineData(-2.5, 0.0062096653257761352)]
    [InlineData(-2.4999, 0.006211418374944586)]
    [InlineData(-1, 0.15865525393145705)]
    [InlineData(-0.1, 0.46017216272297102)]
    [InlineData(0, 0.5)]
    [InlineData(0.3, 0.61791142218895264)]
    [InlineData(1.7, 0.95543453724145696)]
    [InlineData(2.6, 0.99533881197628125)]
    [InlineData(6, 0.99999999901341235)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.PositiveInfinity, 1)]
    public void The_normal_cdf_is_exact(double x, double p) => Close(p, Normal.Cdf(x), 2e-13);

    [Theory]
    [InlineData(1e-12, -7.0344838253011319)]
    [InlineData(0.001, -3.0902323061678135)]
    [InlineData(0.025, -1.9599639845400542)]
    [InlineData(0.05, -1.6448536269514727)]
    [InlineData(0.4, -0.25334710313579974)]
    [InlineData(0.5, 0)]
    [InlineData(0.8, 0.84162123357291436)]
    [InlineData(0.95, 1.6448536269514723)]
    [InlineData(0.975, 1.9599639845400539)]
    [InlineData(0.9999, 3.7190164854557084)]
    public void The_normal_quantile_is_exact(double p, double x) => Close(x, Normal.Quantile(p), 1e-14);

    [Theory]
    [InlineData(-1, 1, 0.25)]
    [InlineData(0.5, 2, 0.66666666666666667)]
    [InlineData(2.5, 3, 0.95614667649596723)]
    [InlineData(-3.2, 7.5, 0.0068675769312041342)]
    [InlineData(1.96, 142, 0.97402317114390562)]
    [InlineData(-6, 30, 6.9713843836023714e-7)]
    [InlineData(1.645, 1000000, 0.95001493730941941)]
    [InlineData(-40, 4, 1.1670081613006343e-6)]
    [InlineData(0.001, 10, 0.50038910831262951)]
    public void The_t_cdf_is_exact(double t, double degrees, double p) => Close(p, StudentT.Cdf(t, degrees), 1e-12);

    [Theory]
    [InlineData(0.95, 1, 6.3137515146750374)]
    [InlineData(0.975, 9, 2.262157162798205)]
    [InlineData(0.05, 142, -1.6556551725807877)]
    [InlineData(0.9, 2.5, 1.7302509288071768)]
    [InlineData(0.975, 1000000, 1.9599663568141067)]
    public void The_t_quantile_is_exact(double p, double degrees, double t) => Close(t, StudentT.Quantile(p, degrees), 1e-12);

    [Theory]
    [InlineData(0, 10, 0.5, 0.0009765625, 0.0009765625)]
    [InlineData(3, 10, 0.25, 0.25028228759765625, 0.77587509155273438)]
    [InlineData(7, 10, 0.7, 0.266827932, 0.61721721360000012)]
    [InlineData(10, 10, 0.5, 0.0009765625, 1)]
    [InlineData(-1, 10, 0.5, 0, 0)]
    [InlineData(499, 1000, 0.5, 0.025174668840679443, 0.4873874909108196)]
    [InlineData(499000, 1000000, 0.5, 0.00010798197801891516, 0.022804149932691043)]
    [InlineData(20, 100000, 0.00017, 0.069162630915186355, 0.80549818385970083)]
    public void Binomial_masses_and_sums_are_exact(long k, long n, double p, double mass, double cdf)
    {
        Close(mass, Binomial.Mass(k, n, p), 1e-12);
        Close(cdf, Binomial.Cdf(k, n, p), 1e-12);
    }

    [Fact]
    public void Chi_square_agrees_with_the_normal() => Close(0.05, ChiSquare.Upper(3.8414588206941236), 1e-12);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Quantiles_refuse_what_is_no_probability(double p)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(p));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(p, 5));
    }

    private static void Close(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Abs(expected), $"expected {expected:R}, got {actual:R}");
}
