using System.CommandLine;
using System.Text;
using System.Text.Json;
using Farthing.Cli;
using Farthing.Comparison;
using Xunit;

namespace Farthing.Tests.Comparison;

public class StatsCommandTests
{
    [Fact]
    public async Task Paired_prints_the_whole_comparison_as_json()
    {
        var (exit, output, _) = await Run("paired --both 1 --only-a 1 --only-b 7 --neither 12 --json");
        Assert.Equal(0, exit);
        var comparison = Object(output, "comparison");
        Assert.Equal(
            ["both", "only_a", "only_b", "neither", "difference", "interval95", "interval90", "newcombe95", "mcnemar_exact_p", "mcnemar_midp",
                "tost_p", "margin", "alpha", "kappa", "discordance", "verdict", "tasks_needed"],
            comparison.EnumerateObject().Select(member => member.Name));
        double[] expected =
        [
            1, 1, 7, 12, -0.2857142857142857, -0.5172322764212651, -0.026003032480949203, -0.4816224918440189, -0.07463076847572216,
            -0.506920226686141, -0.02555912416485978, 0.0703125, 0.0390625, 0.9646180219870758, 0.05, 0.05, 0.056179775280898875, 8.0 / 21,
        ];
        var actual = Numbers(comparison).ToArray();
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal("b_better", comparison.GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Null, comparison.GetProperty("tasks_needed").ValueKind);
    }

    [Fact]
    public async Task Numbers_in_json_read_back_to_the_same_double()
    {
        var (_, output, _) = await Run("paired --both 10 --only-a 2 --only-b 1 --neither 4 --margin 0.123456789012345 --json");
        var c = PairedComparison.Of(new(10, 2, 1, 4), 0.123456789012345);
        var json = Object(output, "comparison");
        Assert.Equal(c.Interval95.Lower, json.GetProperty("interval95")[0].GetDouble());
        Assert.Equal(c.TostP, json.GetProperty("tost_p").GetDouble());
        Assert.Equal(c.Margin, json.GetProperty("margin").GetDouble());
        Assert.Equal(c.TasksNeeded, json.GetProperty("tasks_needed").GetInt64());
    }

    [Fact]
    public async Task Undefined_kappa_is_null_in_json() =>
        Assert.Equal(
            JsonValueKind.Null,
            Object((await Run("paired --both 60 --only-a 0 --only-b 0 --neither 0 --json")).Output, "comparison").GetProperty("kappa").ValueKind);

    [Fact]
    public async Task Paired_prints_a_table_and_a_sentence()
    {
        var (exit, output, _) = await Run("paired --both 1 --only-a 1 --only-b 7 --neither 12");
        Assert.Equal(0, exit);
        Assert.Equal(
            """
            Tasks           21: both 1, only A 1, only B 7, neither 12
            A − B           -28.57 points
            95 % interval   -51.72 to -2.6 (Newcombe: -50.69 to -2.56)
            90 % interval   -48.16 to -7.46
            Equivalence     p = 0.9646 for ±5 points
            Difference      p = 0.0703 exact, 0.0391 mid-p (McNemar)
            Agreement       61.9 % of tasks, kappa 0.06
            Verdict         b_better
            The two arms differ by 28.57 points: arm B passes more often, and that is more than chance (the 95 % interval is -51.72 to -2.6 points); equivalence within ±5 points is not shown. McNemar's exact test is not convinced of the difference (p = 0.07): it is a close call.
            """,
            Plain(output));
    }

    [Theory]
    [InlineData("paired --both -1 --only-a 0 --only-b 0 --neither 1", "--both must be a whole number from 0 to 1000000000000, not '-1'.")]
    [InlineData("paired --both 1.5 --only-a 0 --only-b 0 --neither 1", "--both must be a whole number from 0 to 1000000000000, not '1.5'.")]
    [InlineData("paired --both 0 --only-a 0 --only-b 0 --neither 0", "--both, --only-a, --only-b and --neither must add up to 1 to 1000000000000 tasks.")]
    [InlineData("paired --both 1 --only-a 0 --only-b 0 --neither 0 --margin 1", "--margin must be a number above 0 and below 1, not '1'.")]
    [InlineData("paired --both 1 --only-a 0 --only-b 0 --neither 0 --margin NaN", "--margin must be a number above 0 and below 1, not 'NaN'.")]
    [InlineData("paired --both 1 --only-a 0 --only-b 0 --neither 0 --alpha 0.5", "--alpha must be a number above 0.000001 and below 0.5, not '0.5'.")]
    [InlineData("paired --both 1 --only-a 0 --only-b 0", "Option '--neither' is required.")]
    [InlineData("power --tasks 0", "--tasks must be a whole number from 1 to 1000000000000, not '0'.")]
    [InlineData("power --tasks 5 --discordance 1", "--discordance must be a number above 0 and below 1, not '1'.")]
    [InlineData("pass-at-k --n 3 --c 4 --k 1", "--c must be from 0 to --n, which is 3, not 4.")]
    [InlineData("pass-at-k --n 3 --c 1 --k 4", "--k must be from 1 to --n, which is 3, not 4.")]
    [InlineData("wilson --passed 4 --total 3", "--passed must be from 0 to --total, which is 3, not 4.")]
    public async Task Refuses_wrong_use_with_exit_2_the_option_and_its_range(string line, string message)
    {
        var (exit, output, error) = await Run(line);
        Assert.Equal((2, "", message), (exit, output.Trim(), error.Trim()));
    }

    [Fact]
    public async Task Help_is_not_wrong_use()
    {
        var (exit, output, _) = await Run("paired --help");
        Assert.Equal(0, exit);
        Assert.Contains("farthing stats paired --both", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Power_says_what_so_many_tasks_can_show()
    {
        var (exit, output, _) = await Run("power --tasks 143 --discordance 0.1");
        Assert.Equal(0, exit);
        Assert.Contains("10 %                 7.21 points         7.74 points       343", output, StringComparison.Ordinal);
        Assert.EndsWith(
            "With 143 tasks, equivalence within ±5 points is within reach while at most 4.17 % of tasks split the arms.",
            output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Power_says_where_no_agreement_is_enough()
    {
        var (_, output, _) = await Run("power --tasks 30");
        Assert.Contains("none: even if all tasks that split the arms went one way", output, StringComparison.Ordinal);
        Assert.EndsWith("out of reach even if the arms agree on every task; that takes 52.", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Power_prints_json()
    {
        var power = Object((await Run("power --tasks 20 --json --margin 0.05")).Output, "power");
        Assert.Equal(52, power.GetProperty("zero_discordance_tasks").GetInt64());
        Assert.Equal(JsonValueKind.Null, power.GetProperty("highest_discordance").ValueKind);
        Assert.Equal([69, 172, 343, 686, 1028], power.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("tasks_for_margin").GetInt64()));
    }

    [Fact]
    public async Task Pass_at_k_and_wilson_print_text_and_json()
    {
        Assert.Equal("pass@5 = 0.916667 (3 of 10 samples passed)", (await Run("pass-at-k --n 10 --c 3 --k 5")).Output.TrimEnd());
        Assert.Equal(11.0 / 12, Object((await Run("pass-at-k --n 10 --c 3 --k 5 --json")).Output, "pass_at_k").GetProperty("value").GetDouble(), 1e-12);
        Assert.Equal("143 of 164 passed: 87.2 %, 95 % interval 81.22 to 91.47 %", (await Run("wilson --passed 143 --total 164")).Output.TrimEnd());
        var wilson = Object((await Run("wilson --passed 0 --total 20 --json")).Output, "wilson");
        Assert.Equal([0, 20, 0, 0, 0.161125158052819], Numbers(wilson).Select(x => Math.Round(x, 15)));
    }

    [Fact]
    public void A_repeated_comparison_is_written_whole()
    {
        var tasks = Enumerable.Range(0, 60).Select(i => new RepeatedTask([true, i % 7 != 0], [true, i % 5 != 0], $"topic {i % 6}")).ToList();
        var comparison = RepeatedComparison.Of(tasks, 0.05, 0.05, new Random(5));
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) ComparisonJson.Write(json, comparison);
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(bytes.ToArray()));
        var root = document.RootElement;
        Assert.Equal(
            ["tasks", "clusters", "both", "only_a", "only_b", "neither", "rate_a", "rate_b", "difference", "standard_error", "interval95", "interval90",
                "newcombe95", "mcnemar_exact_p", "mcnemar_midp", "bootstrap95", "bootstrap90", "bootstrap_verdict", "tost_p", "margin", "alpha", "kappa", "discordance", "verdict", "tasks_needed"],
            root.EnumerateObject().Select(member => member.Name));
        Assert.Equal((60, 6, 60), (root.GetProperty("tasks").GetInt32(), root.GetProperty("clusters").GetInt32(), root.GetProperty("both").GetInt32()));
        Assert.Equal(comparison.Bootstrap95.Upper, root.GetProperty("bootstrap95")[1].GetDouble());
    }

    private static async Task<(int Exit, string Output, string Error)> Run(string line)
    {
        using StringWriter output = new(), error = new();
        var exit = await CommandLine.RunAsync(
            new RootCommand { StatsCommand.Create() }, ["stats", .. line.Split(' ')], new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString(), error.ToString());
    }

    private static JsonElement Object(string output, string name)
    {
        using var document = JsonDocument.Parse(output);
        return document.RootElement.GetProperty(name).Clone();
    }

    private static IEnumerable<double> Numbers(JsonElement element) => element.EnumerateObject().SelectMany(member => member.Value.ValueKind switch
    {
        JsonValueKind.Number => [member.Value.GetDouble()],
        JsonValueKind.Array => member.Value.EnumerateArray().Select(x => x.GetDouble()),
        _ => Enumerable.Empty<double>(),
    });

    /// <summary>Without the table's padding and blank lines.</summary>
    private static string Plain(string output) =>
        string.Join('\n', output.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
