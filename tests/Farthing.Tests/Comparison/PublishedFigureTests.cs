using Farthing.Comparison.Statistics;
using Xunit;

namespace Farthing.Tests.Comparison;

/// <summary>Figures from papers and packages, and closed forms, copied by hand so that they hold without the oracle file.</summary>
public class PublishedFigureTests
{
    private static readonly PairedTable s_bentur = new(1, 1, 7, 12);
    private static readonly PairedTable s_newcombe = new(36, 12, 2, 0);

    [Fact]
    public void McNemar_on_Bentur_2009_is_as_published()
    {
        var p = McNemar.Of(s_bentur);
        Assert.Equal(0.0339, p.ChiSquareP, 5e-5);
        Assert.Equal(0.0703125, p.ExactP, 1e-12);
        Assert.Equal(0.0390625, p.MidP, 1e-12);
    }

    [Fact]
    public void Tango_on_Bentur_2009_is_as_published() => Close(-0.5172322764212651, -0.026003032480949203, Tango.Interval(s_bentur, 0.95));

    [Fact]
    public void Newcombe_on_Bentur_2009_is_as_published() => Close(-0.506920226686141, -0.02555912416485978, Newcombe.Interval(s_bentur, 0.95));

    [Fact]
    public void Method_10_on_Newcombe_1998_is_as_published() => Close(0.05692958400323869, 0.3404276029749407, Newcombe.Interval(s_newcombe, 0.95));

    [Fact]
    public void Wald_on_Newcombe_1998_is_as_published() => Close(0.06420971191085939, 0.33579028808914063, Wald.Interval(s_newcombe, 0.95));

    [Fact]
    public void Bonett_and_Price_on_Newcombe_1998_agree() =>
        Close(0.05089167043120074, 0.3337237141841839, BonettPrice.Interval(s_newcombe, 0.95));

    [Fact]
    public void Tango_on_the_example_of_PropCIs_agrees() =>
        Close(0.030864533133087353, 0.21806424416682058, Tango.Interval(new PairedTable(100, 40, 20, 0), 0.95));

    [Fact]
    public void Tango_and_tost_hold_where_every_task_went_to_B()
    {
        var all = new PairedTable(0, 0, 10, 0);
        Close(-1, -0.4449344002742215, Tango.Interval(all, 0.95));
        var tost = Tost.Of(all, 0.05);
        Assert.Equal(-3.0079260375911914, tost.Lower, 1e-6);
        Assert.Equal(-3.324549831021844, tost.Upper, 1e-6);
        Assert.Equal(0.9986848142678829, tost.P, 1e-6);
    }

    [Theory]
    [InlineData(52, 0.04902918603045338)]
    [InlineData(51, 0.05067372148030578)]
    public void Without_discordance_tost_still_depends_on_the_number_of_tasks(long tasks, double p) =>
        Assert.Equal(p, Tost.Of(new PairedTable(40, 0, 0, tasks - 40), 0.05).P, 1e-6);

    [Theory]
    [InlineData(10, 3, 1, 0.3)]
    [InlineData(10, 3, 5, 0.9166666666666667)]
    [InlineData(10, 3, 8, 1)]
    [InlineData(5, 0, 3, 0)]
    [InlineData(200, 10, 10, 0.40854786608141735)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, 1)]
    public void Pass_at_k_agrees(int samples, int passed, int k, double value) => Assert.Equal(value, PassAtK.Of(samples, passed, k), 1e-12);

    [Fact]
    public void Pass_at_k_over_tasks_is_the_mean() => Assert.Equal(0.65, PassAtK.Mean([(10, 3), (10, 10)], 1), 1e-12);

    [Theory]
    [InlineData(143, 164, 0.8121751208705245, 0.9147013067845354)]
    [InlineData(0, 20, 0, 0.16112515805281938)]
    [InlineData(20, 20, 0.8388748419471806, 1)]
    public void Wilson_agrees(long passed, long total, double lower, double upper) => Close(lower, upper, Wilson.Interval(passed, total, 0.95));

    [Fact]
    public void Kappa_agrees_with_its_definition()
    {
        // Observed agreement 13/21; by chance (2·8 + 19·13)/21².
        var chance = (2.0 * 8 + 19 * 13) / (21 * 21);
        Assert.Equal((13.0 / 21 - chance) / (1 - chance), Kappa.Of(s_bentur)!.Value, 1e-12);
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(0, 7)]
    public void Kappa_is_undefined_where_chance_explains_all_agreement(long both, long neither) =>
        Assert.Null(Kappa.Of(new PairedTable(both, 0, 0, neither)));

    [Fact]
    public void Holm_steps_down_and_keeps_the_order_given()
    {
        var adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);
        Assert.Equal([0.03, 0.06, 0.06, 0.02], adjusted.Select(p => Math.Round(p, 12)));
        Assert.Equal([1.0, 1.0], Holm.Adjust([0.9, 0.6]));
        Assert.Empty(Holm.Adjust([]));
    }

    private static void Close(double lower, double upper, Interval interval)
    {
        Assert.Equal(lower, interval.Lower, 1e-6);
        Assert.Equal(upper, interval.Upper, 1e-6);
    }
}
