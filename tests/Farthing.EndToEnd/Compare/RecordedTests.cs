using System.Text.Json;
using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Compare;

[Collection("grading")]
public sealed class RecordedTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly string[] _compare;

    /// <summary>Eight tasks in HumanEval's form. A passes 1 to 7; B fails 6, 7 and 8: wrong, not Python, and wrong.</summary>
    public RecordedTests(SandboxNeeded sandbox)
    {
        sandbox.OrSkip();
        var suite = _home.Write("tiny.jsonl", Lines(n => new
        {
            task_id = $"Tiny/{n}",
            prompt = $"def add(x):\n    \"\"\"Returns x plus {n}.\"\"\"\n",
            entry_point = "add",
            canonical_solution = $"    return x + {n}\n",
            test = $"def check(candidate):\n    assert candidate(1) == {n + 1}\n",
        }));
        var a = _home.Write("a.jsonl", Lines(n => new { task_id = $"Tiny/{n}", completion = n <= 7 ? $"    return x + {n}\n" : "    return x\n" }));
        var b = _home.Write("b.jsonl", Lines(n => new
        {
            task_id = $"Tiny/{n}",
            completion = n switch { 6 or 8 => "    return 0\n", 7 => "    return (\n", _ => $"    return x + {n}\n" },
        }));
        _compare = ["compare", "--suite", suite, "--recorded", $"old={a}", "--recorded", $"new={b}"];
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Two_recorded_arms_give_the_report_in_its_form()
    {
        var ended = (await FarthingProcess.ToEndAsync(_home, [.. _compare, "--margin", "0.1", "--json"])).With(0);
        var report = JsonElement.Parse(ended.Output);
        Report.AssertForm(report);
        Assert.False(report.GetProperty("simulated").GetBoolean());
        Assert.Equal("tiny", report.GetProperty("suite").GetProperty("name").GetString());
        Assert.Equal(8, report.GetProperty("suite").GetProperty("tasks").GetInt32());
        Assert.Equal(["old", "new"], report.GetProperty("arms").EnumerateArray().Select(a => a.GetProperty("name").GetString()));
        Assert.Equal([7, 5], report.GetProperty("arms").EnumerateArray().Select(a => a.GetProperty("passed").GetInt32()));
        Assert.Equal([0.875, 0.625], report.GetProperty("arms").EnumerateArray().Select(a => a.GetProperty("pass_rate").GetDouble()));
        Assert.All(report.GetProperty("arms").EnumerateArray(), arm => Assert.Equal(JsonValueKind.Null, arm.GetProperty("cost_usd").ValueKind));

        var judged = report.GetProperty("comparison");
        Assert.Equal([5, 2, 0, 1], new[] { "both", "only_a", "only_b", "neither" }.Select(n => judged.GetProperty(n).GetInt32()));
        Assert.Equal(0.25, judged.GetProperty("difference").GetDouble(), 12);
        Assert.Equal(0.5, judged.GetProperty("mcnemar_exact_p").GetDouble(), 12); // two of two discordant: 2 · (1/2)²
        Assert.Equal(0.25, judged.GetProperty("mcnemar_midp").GetDouble(), 12); // half the weight of the table itself
        Assert.Equal(10.0 / 26, judged.GetProperty("kappa").GetDouble(), 12); // (6/8 − 38/64) / (1 − 38/64)
        Assert.Equal(0.1, judged.GetProperty("margin").GetDouble());
        Assert.Equal("inconclusive", judged.GetProperty("verdict").GetString());
        Assert.Equal(report.GetRawText(), JsonElement.Parse(File.ReadAllText(Path.Combine(report.GetProperty("run_folder").GetString()!, "report.json"))).GetRawText());
    }

    [Fact]
    public async Task The_table_is_for_people_and_names_the_verdict()
    {
        var ended = (await FarthingProcess.ToEndAsync(_home, _compare)).With(0);
        Assert.Contains("Verdict: inconclusive", ended.Output);
        Assert.DoesNotContain("SIMULATED", ended.Output);
    }

    [Theory, InlineData("inconclusive,equivalent", 0), InlineData("b_better", 1)]
    public async Task A_required_verdict_decides_the_exit_code(string required, int exitCode) =>
        (await FarthingProcess.ToEndAsync(_home, [.. _compare, "--require", required])).With(exitCode);

    [Fact]
    public async Task A_run_folder_that_cannot_be_made_is_a_failure_that_names_it()
    {
        var taken = _home.Write("taken", "a file, not a folder");
        var ended = (await FarthingProcess.ToEndAsync(_home, [.. _compare, "--run-folder", taken])).With(3);
        Assert.Contains(taken, ended.Error);
    }

    private static string Lines(Func<int, object> line) => string.Concat(Enumerable.Range(1, 8).Select(n => JsonSerializer.Serialize(line(n)) + "\n"));
}
