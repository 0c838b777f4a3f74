using CsCheck;
using Farthing.Comparison;
using Farthing.Comparison.Statistics;
using Farthing.Comparison.Statistics.Distributions;
using Xunit;

namespace Farthing.Tests.Comparison;

public class PairedPropertyTests
{
    private static readonly Gen<long> s_count = Gen.OneOf(Gen.Const(0L), Gen.Long[0, 12], Gen.Long[0, 300], Gen.Long[0, 1_000_000]);

    private static readonly Gen<PairedTable> s_table = Gen.Select(s_count, s_count, s_count, s_count)
        .Where((a, b, c, e) => a + b + c + e > 0)
        .Select((a, b, c, e) => new PairedTable(a, b, c, e));

    private static readonly Gen<double> s_margin = Gen.Double[0.001, 0.999];

    [Fact]
    public void Exchanging_the_arms_mirrors_every_interval() => s_table.Sample(table =>
    {
        var swapped = table.Swapped();
        Assert.Equal(Tango.Interval(table, 0.95).Mirrored(), Tango.Interval(swapped, 0.95));
        Near(Newcombe.Interval(table, 0.95).Mirrored(), Newcombe.Interval(swapped, 0.95));
        Near(Wald.Interval(table, 0.95).Mirrored(), Wald.Interval(swapped, 0.95));
        Near(BonettPrice.Interval(table, 0.95).Mirrored(), BonettPrice.Interval(swapped, 0.95));
        Assert.Equal(McNemar.Of(table), McNemar.Of(swapped));
        Assert.Equal(Kappa.Of(table), Kappa.Of(swapped));
    });

    [Fact]
    public void Exchanging_the_arms_mirrors_the_verdict() => Gen.Select(s_table, s_margin).Sample((table, margin) =>
    {
        var verdict = PairedComparison.Of(table, margin).Verdict;
        var mirrored = verdict switch { Verdict.ABetter => Verdict.BBetter, Verdict.BBetter => Verdict.ABetter, _ => verdict };
        Assert.Equal(mirrored, PairedComparison.Of(table.Swapped(), margin).Verdict);
    });

    [Fact]
    public void Intervals_hold_the_difference_and_nest() => s_table.Sample(table =>
    {
        foreach (var of in new Func<double, Interval>[] { c => Tango.Interval(table, c), c => Newcombe.Interval(table, c), c => Wald.Interval(table, c) })
        {
            Interval wide = of(0.95), narrow = of(0.90);
            Assert.InRange(table.Difference, narrow.Lower - 1e-12, narrow.Upper + 1e-12);
            Assert.InRange(narrow.Lower, wide.Lower - 1e-12, wide.Upper);
            Assert.InRange(narrow.Upper, wide.Lower, wide.Upper + 1e-12);
        }
    });

    [Fact]
    public void Tost_passes_just_where_its_interval_lies_inside_the_margin() =>
        Gen.Select(s_table, s_margin, Gen.Double[0.001, 0.2]).Sample((table, margin, alpha) =>
        {
            var interval = Tango.Interval(table, 1 - 2 * alpha);
            if (Math.Abs(-interval.Lower - margin) < 1e-9 || Math.Abs(interval.Upper - margin) < 1e-9) return;
            Assert.Equal(interval.IsWithin(margin), Tost.Of(table, margin).P < alpha);
        });

    [Fact]
    public void Tango_bounds_solve_the_score_equation_as_published() => s_table.Sample(table =>
    {
        var z = Normal.TwoSided(0.95);
        var interval = Tango.Interval(table, 0.95);
        if (interval.Upper < 1) Assert.Equal(-z, AsPublished(table, interval.Upper), 1e-3);
        if (interval.Lower > -1) Assert.Equal(z, AsPublished(table, interval.Lower), 1e-3);
    });

    [Fact]
    public void The_score_falls_as_the_hypothesis_grows() => Gen.Select(s_table, Gen.Double[-1, 1], Gen.Double[-1, 1]).Sample((table, x, y) =>
        Assert.True(Tango.Score(table, Math.Min(x, y)) >= Tango.Score(table, Math.Max(x, y)) - 1e-9));

    [Fact]
    public void More_tasks_of_the_same_kind_narrow_every_interval() => Gen.Select(s_table, Gen.Long[2, 20]).Sample((table, times) =>
    {
        var more = new PairedTable(table.Both * times, table.OnlyA * times, table.OnlyB * times, table.Neither * times);
        Assert.True(Tango.Interval(more, 0.95).Width < Tango.Interval(table, 0.95).Width);
        Assert.True(BonettPrice.Interval(more, 0.95).Width < BonettPrice.Interval(table, 0.95).Width);
    });

    [Fact]
    public void Nothing_is_ever_out_of_range() => Gen.Select(s_table, s_margin).Sample((table, margin) =>
    {
        var c = PairedComparison.Of(table, margin);
        foreach (var interval in new[] { c.Interval95, c.Interval90, c.Newcombe95 })
        {
            Assert.InRange(interval.Lower, -1, interval.Upper);
            Assert.InRange(interval.Upper, interval.Lower, 1);
        }

        Assert.All([c.McNemar.ExactP, c.McNemar.MidP, c.McNemar.ChiSquareP, c.McNemar.CorrectedP, c.TostP, table.Discordance], p => Assert.InRange(p, 0, 1));
        Assert.InRange(c.Kappa ?? 0, -1, 1);
        Assert.Equal(c.Verdict == Verdict.Inconclusive, c.TasksNeeded > table.Total);
        Assert.Equal(c.Verdict != Verdict.Inconclusive, c.TasksNeeded is null);
    });

    [Fact]
    public void Without_discordance_Tango_has_its_closed_form() => Gen.Long[1, 1_000_000].Sample(n =>
    {
        var z = Normal.TwoSided(0.90);
        Assert.Equal(z * z / (n + z * z), Tango.Interval(new PairedTable(n, 0, 0, 0), 0.90).Upper, 1e-12);
    });

    [Fact]
    public void Where_A_won_every_task_Tango_reaches_one() => Gen.Long[1, 1_000_000].Sample(n =>
    {
        var z = Normal.TwoSided(0.95);
        Near(new Interval((n - z * z) / (n + z * z), 1), Tango.Interval(new PairedTable(0, n, 0, 0), 0.95));
    });

    [Fact]
    public void Arms_that_differ_by_the_margin_pass_tost_about_as_often_as_alpha_allows()
    {
        var random = new Random(20240607);
        var passed = 0;
        for (var run = 0; run < 4000; run++)
        {
            long onlyA = 0, onlyB = 0;
            for (var task = 0; task < 200; task++)
            {
                var u = random.NextDouble();
                if (u < 0.15) onlyA++;
                else if (u < 0.20) onlyB++;
            }

            if (Tost.Of(new PairedTable(200 - onlyA - onlyB, onlyA, onlyB, 0), 0.10).P < 0.05) passed++;
        }

        Assert.InRange(passed / 4000.0, 0.03, 0.065);
    }

    /// <summary>The formula as the paper writes it, mirrored for negative differences, where its root cancels.</summary>
    private static double AsPublished(PairedTable table, double d)
    {
        if (d < 0) return -AsPublished(table.Swapped(), -d);
        double n = table.Total, b = table.OnlyA, c = table.OnlyB;
        var linear = -b - c + (2 * n - b + c) * d;
        var p = (Math.Sqrt(linear * linear + 8 * n * c * d * (1 - d)) - linear) / (4 * n);
        return (b - c - n * d) / Math.Sqrt(n * (2 * p + d * (1 - d)));
    }

    private static void Near(Interval expected, Interval actual)
    {
        Assert.Equal(expected.Lower, actual.Lower, 1e-12);
        Assert.Equal(expected.Upper, actual.Upper, 1e-12);
    }
}
