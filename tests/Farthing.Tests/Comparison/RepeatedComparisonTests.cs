using CsCheck;
using Farthing.Comparison;
using Farthing.Comparison.Statistics;
using Xunit;

namespace Farthing.Tests.Comparison;

public class RepeatedComparisonTests
{
    /// <summary>Passes of A and of B out of three samples, the passing ones first; differences 0, ⅓, −⅓, 0, ⅔, 0, ⅓, 0, 0, −⅓.</summary>
    private static readonly (int A, int B)[] s_ten = [(3, 3), (3, 2), (1, 2), (0, 0), (2, 0), (2, 2), (1, 0), (3, 3), (3, 3), (2, 3)];

    private static readonly Gen<RepeatedTask[]> s_tasks = Gen.Select(Gen.Bool.Array[3], Gen.Bool.Array[2], (a, b) => new RepeatedTask(a, b)).Array[1, 40];

    /// <summary>The figures were computed apart, with 30-digit arithmetic.</summary>
    [Fact]
    public void Intervals_and_tost_are_those_of_t_over_tasks()
    {
        var c = Compare(Ten(), margin: 0.3);
        Assert.Equal(1.0 / 15, c.Mean.Mean, 1e-12);
        Assert.Equal(0.0968644209675705233, c.Mean.StandardError, 1e-12);
        Near(new Interval(-0.152455877045423680, 0.285789210378757014), c.Interval95);
        Near(new Interval(-0.110896756123244846, 0.244230089456578179), c.Interval90);
        Assert.Equal(0.0196610622553821483, c.TostP, 1e-10);
        Assert.Equal(Verdict.Equivalent, c.Verdict);
        Assert.Equal(20.0 / 30, c.RateA, 1e-12);
        Assert.Equal(18.0 / 30, c.RateB, 1e-12);
    }

    [Fact]
    public void Clusters_give_the_error_and_the_degrees_of_freedom()
    {
        var c = Compare([.. Ten().Select((task, i) => task with { Cluster = $"topic {i / 2}" })], margin: 0.3);
        Assert.Equal(5, c.Clusters);
        Assert.Equal(0.0894427190999915879, c.Mean.StandardError, 1e-12);
        Near(new Interval(-0.181666132974084962, 0.314999466307419581), c.Interval95);
    }

    [Fact]
    public void The_table_counts_first_samples_and_the_verdict_does_not()
    {
        // Every first sample favours A, every other one B.
        var c = Compare([.. Enumerable.Repeat(new RepeatedTask([true, false, false], [false, true, true]), 40)]);
        Assert.Equal(new PairedTable(0, 40, 0, 0), c.FirstSamples);
        Assert.Equal(Verdict.BBetter, c.Verdict);
    }

    [Theory]
    [InlineData(51, "inconclusive", 52L)]
    [InlineData(52, "equivalent", null)]
    public void Arms_that_never_differed_need_as_many_tasks_as_a_table_without_discordance(int tasks, string verdict, long? needed)
    {
        var c = Compare([.. Enumerable.Repeat(new RepeatedTask([true, true], [true, true]), tasks)]);
        Assert.Equal((verdict, needed), (c.Verdict.Name(), c.TasksNeeded));
        var table = new PairedTable(tasks, 0, 0, 0);
        Near(Tango.Interval(table, 0.95), c.Interval95);
        Assert.Equal(Tost.Of(table, 0.05).P, c.TostP, 1e-12);
    }

    [Fact]
    public void Where_A_won_every_sample_the_interval_is_that_of_the_table()
    {
        var c = Compare([.. Enumerable.Repeat(new RepeatedTask([true, true], [false, false]), 10)]);
        Near(Tango.Interval(new PairedTable(0, 10, 0, 0), 0.95), c.Interval95);
        Assert.Equal(Verdict.ABetter, c.Verdict);
    }

    [Fact]
    public void One_task_is_never_enough() => Assert.Equal(Verdict.Inconclusive, Compare([new RepeatedTask([true], [true])]).Verdict);

    [Fact]
    public void One_cluster_is_never_enough() =>
        Assert.Equal(Verdict.Inconclusive, Compare([.. Ten().Select(task => task with { Cluster = "only" })]).Verdict);

    [Fact]
    public void Exchanging_the_arms_mirrors_intervals_and_verdict() => s_tasks.Sample(
        tasks =>
        {
            RepeatedComparison c = Compare(tasks), swapped = Compare([.. tasks.Select(t => new RepeatedTask(t.B, t.A))]);
            Near(c.Interval95.Mirrored(), swapped.Interval95);
            Near(c.Interval90.Mirrored(), swapped.Interval90);
            Near(c.Bootstrap95.Mirrored(), swapped.Bootstrap95);
            Assert.Equal(c.TostP, swapped.TostP, 1e-10);
        },
        iter: 50);

    [Fact]
    public void Nothing_is_ever_out_of_range() => s_tasks.Sample(
        tasks =>
        {
            var c = Compare(tasks);
            Assert.InRange(c.Interval95.Lower, -1, c.Interval90.Lower);
            Assert.InRange(c.Interval90.Lower, -1, c.Mean.Mean + 1e-12);
            Assert.InRange(c.Interval95.Upper, c.Interval90.Upper, 1);
            Assert.InRange(c.TostP, 0, 1);
            Assert.Equal(c.Equivalence.IsWithin(c.Margin), c.TostP < c.Alpha);
            Assert.Equal(c.Verdict == Verdict.Inconclusive, c.TasksNeeded > tasks.Length);
        },
        iter: 50);

    [Fact]
    public void The_bootstrap_repeats_itself_and_comes_close_to_t()
    {
        var draw = new Random(7);
        double[] differences = [.. Enumerable.Range(0, 300).Select(_ => Math.Round(3 * (draw.NextDouble() - draw.NextDouble())) / 3)];
        Interval Bootstrap() => PairedBootstrap.Of(differences, null, new Random(1)).Interval(0.95);
        Assert.Equal(Bootstrap(), Bootstrap());
        var t = PairedMean.Of(differences).Interval(0.95);
        Assert.Equal(t.Lower, Bootstrap().Lower, 0.005);
        Assert.Equal(t.Upper, Bootstrap().Upper, 0.005);
    }

    [Fact]
    public void The_bootstrap_draws_whole_clusters()
    {
        double[] differences = [.. Enumerable.Range(0, 200).Select(i => i / 20 % 2 == 0 ? 0.5 : -0.5)];
        string[] clusters = [.. Enumerable.Range(0, 200).Select(i => $"c{i / 20}")];
        var alone = PairedBootstrap.Of(differences, null, new Random(1)).Interval(0.95);
        var together = PairedBootstrap.Of(differences, clusters, new Random(1)).Interval(0.95);
        Assert.InRange(together.Width / alone.Width, 3.5, 5.5); // √20 is 4.47
    }

    [Fact]
    public void Refuses_fewer_than_ten_thousand_resamples() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedBootstrap.Of([0.1], null, new Random(1), 9_999));

    [Fact]
    public void Refuses_tasks_that_cannot_be_compared()
    {
        var task = new RepeatedTask([true], [true]);
        Assert.Contains("at least one task", Assert.Throws<ArgumentException>(() => Compare([])).Message, StringComparison.Ordinal);
        Assert.Contains("sample of each arm", Assert.Throws<ArgumentException>(() => Compare([task with { B = [] }])).Message, StringComparison.Ordinal);
        Assert.Contains("1 of 2 tasks", Assert.Throws<ArgumentException>(() => Compare([task, task with { Cluster = "x" }])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Compare([task], margin: 1));
    }

    private static RepeatedTask[] Ten() => [.. s_ten.Select(t => new RepeatedTask(Three(t.A), Three(t.B)))];

    private static bool[] Three(int passed) => [passed > 0, passed > 1, passed > 2];

    private static RepeatedComparison Compare(RepeatedTask[] tasks, double margin = 0.05) =>
        RepeatedComparison.Of(tasks, margin, 0.05, new Random(42));

    private static void Near(Interval expected, Interval actual)
    {
        Assert.Equal(expected.Lower, actual.Lower, 1e-10);
        Assert.Equal(expected.Upper, actual.Upper, 1e-10);
    }
}
