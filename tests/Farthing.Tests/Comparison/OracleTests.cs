using System.Globalization;
using System.Text.Json;
using Farthing.Comparison.Statistics;
using Xunit;

namespace Farthing.Tests.Comparison;

/// <summary>Every entry of the oracle file that has its inputs there: all but the prices and one recorded data set.</summary>
public class OracleTests
{
    private const double Tolerance = OracleFile.Tolerance;

    [Fact]
    public void Every_paired_table_agrees()
    {
        var tables = OracleFile.Read().GetProperty("paired_tables").EnumerateObject().ToList();
        Assert.NotEmpty(tables);
        foreach (var (_, entry) in tables.Select(t => (t.Name, t.Value)))
        {
            var counts = entry.GetProperty("table");
            long Count(string name) => counts.GetProperty(name).GetInt64();
            var table = new PairedTable(Count("both"), Count("only_A"), Count("only_B"), Count("neither"));
            Assert.Equal(entry.GetProperty("n").GetInt64(), table.Total);
            Assert.Equal(entry.GetProperty("diff").GetDouble(), table.Difference, Tolerance);

            var mcNemar = McNemar.Of(table);
            var p = entry.GetProperty("mcnemar");
            Assert.Equal(p.GetProperty("exact").GetDouble(), mcNemar.ExactP, Tolerance);
            Assert.Equal(p.GetProperty("midp").GetDouble(), mcNemar.MidP, Tolerance);
            Assert.Equal(p.GetProperty("chi2").GetDouble(), mcNemar.ChiSquare, Tolerance);
            Assert.Equal(p.GetProperty("p_chi2").GetDouble(), mcNemar.ChiSquareP, Tolerance);
            Assert.Equal(p.GetProperty("chi2_cc").GetDouble(), mcNemar.Corrected, Tolerance);
            Assert.Equal(p.GetProperty("p_cc").GetDouble(), mcNemar.CorrectedP, Tolerance);

            Agrees(entry, "wald95", Wald.Interval(table, 0.95));
            Agrees(entry, "bonett_price95", BonettPrice.Interval(table, 0.95));
            Agrees(entry, "newcombe_no_cc95", Newcombe.Interval(table, 0.95, corrected: false));
            Agrees(entry, "newcombe_method10_95", Newcombe.Interval(table, 0.95));
            Agrees(entry, "tango95", Tango.Interval(table, 0.95));
            Agrees(entry, "tango90", Tango.Interval(table, 0.90));

            foreach (var margin in entry.GetProperty("tost_tango").EnumerateObject())
            {
                var delta = double.Parse(margin.Name, CultureInfo.InvariantCulture);
                var tost = Tost.Of(table, delta);
                Assert.Equal(margin.Value.GetProperty("z_lower").GetDouble(), tost.Lower, Tolerance);
                Assert.Equal(margin.Value.GetProperty("z_upper").GetDouble(), tost.Upper, Tolerance);
                Assert.Equal(margin.Value.GetProperty("p").GetDouble(), tost.P, Tolerance);
                // Where all tasks went one way Wald has no variance; the file says 0 for any difference, we say 1 outside the margin.
                var wald = Math.Abs(table.Difference) == 1 ? 1 : margin.Value.GetProperty("wald_p").GetDouble();
                Assert.Equal(wald, Wald.TostP(table, delta), Tolerance);
            }
        }
    }

    [Fact]
    public void The_zero_discordance_rule_agrees()
    {
        foreach (var entry in OracleFile.Read().GetProperty("zero_discordant_rule").GetProperty("min_n_for_equivalence").EnumerateObject())
        {
            var margin = double.Parse(entry.Name, CultureInfo.InvariantCulture);
            var fewest = entry.Value.GetInt64();
            Assert.Equal(fewest, Planning.ZeroDiscordanceTasks(margin));
            Assert.True(Tango.Interval(new PairedTable(fewest, 0, 0, 0), 0.90).IsWithin(margin));
            Assert.False(Tango.Interval(new PairedTable(fewest - 1, 0, 0, 0), 0.90).IsWithin(margin));
        }
    }

    [Fact]
    public void Every_pass_at_k_agrees()
    {
        foreach (var entry in OracleFile.Read().GetProperty("pass_at_k").GetProperty("cases").EnumerateArray())
        {
            int Number(string name) => entry.GetProperty(name).GetInt32();
            Assert.Equal(entry.GetProperty("value").GetDouble(), PassAtK.Of(Number("n"), Number("c"), Number("k")), Tolerance);
        }
    }

    [Fact]
    public void The_clustered_error_agrees()
    {
        var entry = OracleFile.Read().GetProperty("clustered_se_small");
        double[] scores = [.. entry.GetProperty("scores").EnumerateArray().Select(s => s.GetDouble())];
        int[] clusters = [.. entry.GetProperty("cluster").EnumerateArray().Select(c => c.GetInt32())];
        Assert.Equal(entry.GetProperty("se_clt_n-1").GetDouble(), ClusteredError.Independent(scores), Tolerance);
        Assert.Equal(entry.GetProperty("se_cluster_CR0").GetDouble(), ClusteredError.Of(scores, clusters), Tolerance);

        var mean = PairedMean.Of(scores, [.. clusters.Select(c => $"c{c}")]);
        Assert.Equal(entry.GetProperty("mean").GetDouble(), mean.Mean, Tolerance);
        Assert.Equal(entry.GetProperty("se_cluster_CR0").GetDouble(), mean.StandardError, Tolerance);
        Assert.Equal(4, mean.Units);
    }

    [Fact]
    public void Every_wilson_interval_agrees()
    {
        foreach (var entry in OracleFile.Read().GetProperty("wilson95").EnumerateObject())
        {
            var parts = entry.Name.Split('/').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            var interval = Wilson.Interval(parts[0], parts[1], 0.95);
            Assert.Equal(entry.Value[0].GetDouble(), interval.Lower, Tolerance);
            Assert.Equal(entry.Value[1].GetDouble(), interval.Upper, Tolerance);
        }
    }

    [Fact]
    public void Every_published_sample_size_agrees()
    {
        var power = OracleFile.Read().GetProperty("power");
        foreach (var entry in power.GetProperty("evaluatellm_ev_power_published").EnumerateArray())
        {
            double Number(string name) => entry.GetProperty(name).GetDouble();
            double a = Number("p_a"), b = Number("p_b");
            var variance = a * (1 - a) + b * (1 - b) - 2 * Number("corr") * Math.Sqrt(a * (1 - a) * b * (1 - b));
            Assert.Equal(Number("sd_diff"), Math.Sqrt(variance), Tolerance);
            var effect = Planning.DesignEffect(Number("icc"), Number("cluster_size"));
            var tasks = Planning.DifferenceTasks(variance, Number("delta"), designEffect: effect);
            Assert.Equal(entry.GetProperty("published_n").GetInt64(), tasks);
            Assert.Equal(entry.GetProperty("clusters").GetInt64(), (long)Math.Ceiling(tasks / Number("cluster_size")));
        }

        var miller = power.GetProperty("miller");
        Assert.Equal(miller.GetProperty("omega2=1/9,sigma=0,delta=0.03").GetInt64(), Miller(0, 1));
        Assert.Equal(miller.GetProperty("omega2=1/9,s2=1/6 each,K=1").GetInt64(), Miller(1.0 / 6, 1));
        Assert.Equal(miller.GetProperty("K=10").GetInt64(), Miller(1.0 / 6, 10));

        static long Miller(double within, int samples) =>
            Planning.DifferenceTasks(Planning.Variance(1.0 / 9, within, samples, within, samples), 0.03);
    }

    private static void Agrees(JsonElement entry, string name, Interval interval)
    {
        var expected = entry.GetProperty(name);
        Assert.Equal(expected[0].GetDouble(), interval.Lower, Tolerance);
        Assert.Equal(expected[1].GetDouble(), interval.Upper, Tolerance);
    }
}
