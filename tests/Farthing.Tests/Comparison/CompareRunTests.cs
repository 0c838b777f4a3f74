using System.Text.Json;
using Farthing.Comparison;
using Farthing.Comparison.Live;
using Farthing.Simulator;
using Farthing.Tests.Grading;
using Spectre.Console;
using Xunit;

namespace Farthing.Tests.Comparison;

/// <summary>Whole runs, in process: real sandbox, real gateway, simulated models without delays.</summary>
[Collection(SandboxRuns.Name)]
public class CompareRunTests
{
    private const string Suite = """
        {"task_id":"T/0","prompt":"def one():\n    \"\"\" Return 1. \"\"\"\n","entry_point":"one","canonical_solution":"    return 1\n","test":"def check(candidate):\n    assert candidate() == 1\n"}
        {"task_id":"T/1","prompt":"def two():\n    \"\"\" Return 2. \"\"\"\n","entry_point":"two","canonical_solution":"    return 2\n","test":"def check(candidate):\n    assert candidate() == 2\n"}
        {"task_id":"T/2","prompt":"def three():\n    \"\"\" Return 3. \"\"\"\n","entry_point":"three","canonical_solution":"    return 3\n","test":"def check(candidate):\n    assert candidate() == 3\n"}
        """;

    private static CompareOptions Options(TemporaryFolder home, string? suite = null, params (string Name, string File)[] recorded) =>
        new(suite, recorded, [], 1, 0.05, 0.05, 1, null, null, null, 8, 0, null, [], Json: true, Config: null);

    private static async Task<(int Code, JsonElement Report, string Notes)> RunAsync(CompareOptions options, TemporaryFolder home)
    {
        using var json = new MemoryStream();
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = 400;
        var code = await new CompareRun(options, console, console, json, TimeProvider.System, name => name == "FARTHING_HOME" ? home.In("home") : null)
            .RunAsync(TestContext.Current.CancellationToken);
        return (code, json.Length > 0 ? JsonDocument.Parse(json.ToArray()).RootElement : default, text.ToString());
    }

    [Fact]
    public async Task The_limit_of_the_installation_holds_for_a_live_run()
    {
        await Sandboxes.RequireAsync();
        using var home = new TemporaryFolder();
        await using var vendor = await SimulatorHost.StartAsync(new SimulatorOptions { Speed = 0 }, TimeProvider.System, TestContext.Current.CancellationToken);
        var (suite, config) = (home.In("tiny.jsonl"), home.In("farthing.yaml"));
        File.WriteAllText(suite, Suite);
        File.WriteAllText(config, $"limit_usd: 0.000001\nproviders:\n  anthropic:\n    dialect: anthropic\n    base_url: {vendor.BaseAddress}v1\n    api_key: any\n");

        var failed = await Assert.ThrowsAsync<CallFailedException>(() =>
            RunAsync(Options(home, suite) with { Models = ["claude-haiku-4-5"], Config = config }, home));

        Assert.Contains("is left of the limit of the installation (limit_usd), $0.000001", failed.Message, StringComparison.Ordinal);
        Assert.False(failed.IsTransient);
    }

    [Fact]
    public async Task Two_recorded_arms_get_a_verdict_in_the_published_shape()
    {
        await Sandboxes.RequireAsync();
        using var home = new TemporaryFolder();
        var (suite, a, b) = (home.In("tiny.jsonl"), home.In("a.jsonl"), home.In("b.jsonl"));
        File.WriteAllText(suite, Suite);
        File.WriteAllText(a, """
            {"task_id":"T/0","completion":"    return 1\n"}
            {"task_id":"T/1","solution":"def two():\n    return 2\n"}
            {"task_id":"T/2","response":"Sure:\n```python\ndef three():\n    return 3\n```"}
            """);
        File.WriteAllText(b, """
            {"task_id":"T/0","completion":"    return 1\n"}
            {"task_id":"T/1","completion":"    return (\n"}
            {"task_id":"T/2","completion":"    raise ValueError('no')\n"}
            """);

        var (code, report, _) = await RunAsync(Options(home, suite, ("a", a), ("b", b)), home);

        Assert.Equal(0, code);
        Assert.False(report.GetProperty("simulated").GetBoolean());
        Assert.Equal(3, report.GetProperty("suite").GetProperty("tasks").GetInt32());
        var arms = report.GetProperty("arms");
        Assert.Equal("""{"passed":3}""", Compact(arms[0].GetProperty("outcomes")));
        Assert.Equal("""{"passed":1,"compile_error":1,"runtime_error":1}""", Compact(arms[1].GetProperty("outcomes")));
        Assert.Equal(JsonValueKind.Null, arms[0].GetProperty("latency_ms").ValueKind);
        var comparison = report.GetProperty("comparison");
        Assert.Equal((1, 2, 0, 0), (comparison.GetProperty("both").GetInt32(), comparison.GetProperty("only_a").GetInt32(), comparison.GetProperty("only_b").GetInt32(), comparison.GetProperty("neither").GetInt32()));
        Assert.Equal("inconclusive", comparison.GetProperty("verdict").GetString());
        Assert.Equal(File.ReadAllText(Path.Combine(report.GetProperty("run_folder").GetString()!, "report.json")).Trim(), report.GetRawText());
    }

    [Fact]
    public async Task Simulated_models_are_compared_live_and_everything_says_simulated()
    {
        await Sandboxes.RequireAsync();
        using var home = new TemporaryFolder();

        var (code, report, notes) = await RunAsync(Options(home), home);

        Assert.Equal(0, code);
        Assert.True(report.GetProperty("simulated").GetBoolean());
        Assert.StartsWith("ANTHROPIC_API_KEY and OPENAI_API_KEY are not both set", notes, StringComparison.Ordinal);
        Assert.Contains("SIMULATED", notes, StringComparison.Ordinal);
        foreach (var arm in report.GetProperty("arms").EnumerateArray())
        {
            Assert.Equal(report.GetProperty("suite").GetProperty("tasks").GetInt32(), arm.GetProperty("total").GetInt32());
            Assert.InRange(arm.GetProperty("pass_rate").GetDouble(), 0.8, 1);
            Assert.True(arm.GetProperty("cost_usd").GetDecimal() > 0);
        }
    }

    [Fact]
    public async Task A_spending_limit_stops_the_run_and_a_higher_one_goes_on_from_there()
    {
        await Sandboxes.RequireAsync();
        using var home = new TemporaryFolder();
        var (stopped, _, notes) = await RunAsync(Options(home) with { MaxCost = 0.15m }, home);
        Assert.Equal(1, stopped);
        Assert.Contains("stopped at --max-cost $0.15", notes, StringComparison.Ordinal);
        var run = Assert.Single(Directory.GetDirectories(home.In("home/runs")));
        var first = File.ReadAllLines(Path.Combine(run, "samples.jsonl"));
        Assert.NotEmpty(first);

        var (code, report, resumed) = await RunAsync(Options(home), home);

        Assert.Equal(0, code);
        Assert.Contains($"Resuming: {first.Length} answers are there", resumed, StringComparison.Ordinal);
        Assert.Equal(run, report.GetProperty("run_folder").GetString());
        Assert.Equal(first, File.ReadAllLines(Path.Combine(run, "samples.jsonl"))[..first.Length]);
        Assert.Equal(0, report.GetProperty("calls_paid_twice_at_most").GetInt32());
    }

    [Fact]
    public async Task Several_samples_are_judged_by_the_mean_of_paired_differences()
    {
        await Sandboxes.RequireAsync();
        using var home = new TemporaryFolder();
        var (suite, a, b) = (home.In("tiny.jsonl"), home.In("a.jsonl"), home.In("b.jsonl"));
        File.WriteAllText(suite, Suite);
        foreach (var file in new[] { a, b })
            File.WriteAllLines(file, Enumerable.Range(0, 3).SelectMany(t => Enumerable.Range(0, 2).Select(s => $$"""{"task_id":"T/{{t}}","sample":{{s}},"completion":"    return {{t + 1}}\n"}""")));

        var (_, report, _) = await RunAsync(Options(home, suite, ("a", a), ("b", b)), home);

        Assert.Equal(6, report.GetProperty("arms")[0].GetProperty("total").GetInt32());
        Assert.Equal(3, report.GetProperty("comparison").GetProperty("tasks").GetInt32());
        Assert.Equal(JsonValueKind.Array, report.GetProperty("comparison").GetProperty("bootstrap95").ValueKind);
    }

    [Fact]
    public async Task A_verdict_that_was_not_required_is_the_answer_no()
    {
        await Sandboxes.RequireAsync();
        using var home = new TemporaryFolder();
        var (suite, a) = (home.In("tiny.jsonl"), home.In("a.jsonl"));
        File.WriteAllText(suite, Suite);
        File.WriteAllText(a, """{"task_id":"T/0","completion":"    return 1\n"}""");
        var (code, _, _) = await RunAsync(Options(home, suite, ("a", a), ("b", a)) with { Require = [Verdict.Equivalent] }, home);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task Real_models_without_a_provider_are_refused_before_anything_runs()
    {
        using var home = new TemporaryFolder();
        var error = await Assert.ThrowsAsync<WrongUseException>(() => RunAsync(Options(home) with { Models = ["claude-haiku-4-5"] }, home));
        Assert.Contains("no provider is configured", error.Message, StringComparison.Ordinal);
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
