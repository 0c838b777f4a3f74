using Farthing.Comparison;
using Farthing.Comparison.Statistics;
using Xunit;

namespace Farthing.Tests.Comparison;

public class VerdictTests
{
    [Theory]
    [InlineData(500, 30, 25, 40, "equivalent")]
    [InlineData(9000, 300, 200, 500, "different_within_margin")]
    [InlineData(100, 40, 5, 20, "a_better")]
    [InlineData(100, 5, 40, 20, "b_better")]
    [InlineData(40, 3, 2, 10, "inconclusive")]
    [InlineData(0, 0, 0, 1, "inconclusive")]
    public void Each_table_has_its_verdict(long both, long onlyA, long onlyB, long neither, string verdict) =>
        Assert.Equal(verdict, PairedComparison.Of(new PairedTable(both, onlyA, onlyB, neither)).Verdict.Name());

    [Fact]
    public void A_bound_on_the_margin_is_not_inside_it() =>
        Assert.Equal(Verdict.Inconclusive, Verdicts.Of(new Interval(-0.06, 0.06), new Interval(-0.05, 0.04), 0.05));

    [Fact]
    public void A_bound_on_zero_shows_no_difference() =>
        Assert.Equal(Verdict.Inconclusive, Verdicts.Of(new Interval(0, 0.2), new Interval(0.01, 0.19), 0.05));

    [Fact]
    public void Alpha_moves_the_verdict_and_not_the_reported_intervals()
    {
        var table = new PairedTable(1, 1, 7, 12);
        PairedComparison usual = PairedComparison.Of(table), strict = PairedComparison.Of(table, alpha: 0.01);
        Assert.Equal((Verdict.BBetter, Verdict.Inconclusive), (usual.Verdict, strict.Verdict));
        Assert.Equal((usual.Interval95, usual.Interval90), (strict.Interval95, strict.Interval90));
        Assert.Equal(Tango.Interval(table, 0.99), strict.Significance);
    }

    [Fact]
    public void The_tasks_an_inconclusive_table_needs_do_bring_a_verdict()
    {
        var table = new PairedTable(40, 3, 3, 10);
        var times = (PairedComparison.Of(table).TasksNeeded!.Value + table.Total - 1) / table.Total;
        var more = new PairedTable(table.Both * times, table.OnlyA * times, table.OnlyB * times, table.Neither * times);
        Assert.Equal(Verdict.Equivalent, PairedComparison.Of(more).Verdict);
    }

    [Theory]
    [InlineData(500, 30, 25, 40,
        "The two arms differ by 0.84 points: arm A passes more often; equivalence within ±5 points is shown (the 90 % interval is -1.24 to 2.94 points).")]
    [InlineData(40, 0, 0, 11,
        "The two arms pass equally often; equivalence within ±5 points is not shown (the 90 % interval is -5.04 to 5.04 points), and neither is a "
        + "difference (the 95 % interval is -7 to 7 points). This does not mean they are the same: about 52 tasks are needed for a verdict.")]
    [InlineData(1, 1, 7, 12,
        "The two arms differ by 28.57 points: arm B passes more often, and that is more than chance (the 95 % interval is -51.72 to -2.6 points); "
        + "equivalence within ±5 points is not shown. McNemar's exact test is not convinced of the difference (p = 0.07): it is a close call.")]
    [InlineData(9000, 300, 200, 500,
        "The two arms differ by 1 point: arm A passes more often, and that is more than chance (the 95 % interval is 0.56 to 1.44 points); "
        + "yet equivalence within ±5 points is shown (the 90 % interval is 0.63 to 1.37 points).")]
    public void A_sentence_says_it(long both, long onlyA, long onlyB, long neither, string sentence) =>
        Assert.Equal(sentence, VerdictSentence.Of(PairedComparison.Of(new PairedTable(both, onlyA, onlyB, neither))));

    [Theory]
    [InlineData(-1, 0, 0, 0, "both")]
    [InlineData(1, -1, 0, 0, "onlyA")]
    [InlineData(1, 0, -1, 0, "onlyB")]
    [InlineData(1, 0, 0, -1, "neither")]
    [InlineData(0, 0, 0, 0, "both")]
    [InlineData(PairedTable.MostTasks, 1, 0, 0, "both")]
    public void Refuses_a_table_that_cannot_be(long both, long onlyA, long onlyB, long neither, string names) =>
        Assert.Equal(names, Assert.Throws<ArgumentOutOfRangeException>(() => new PairedTable(both, onlyA, onlyB, neither)).ParamName);

    [Theory]
    [InlineData(0, 0.05)]
    [InlineData(1, 0.05)]
    [InlineData(double.NaN, 0.05)]
    [InlineData(0.05, 0)]
    [InlineData(0.05, 0.5)]
    public void Refuses_margin_and_alpha_outside_their_range(double margin, double alpha) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedComparison.Of(new PairedTable(1, 0, 0, 0), margin, alpha));
}
