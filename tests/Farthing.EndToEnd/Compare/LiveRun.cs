using System.Globalization;
using System.Text.Json;
using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Compare;

/// <summary>One comparison of two simulated models over a small suite, with what it leaves on the disk.</summary>
internal sealed class LiveRun(TemporaryFolder home, int tasks, int concurrency, double speed)
{
    public LedgerFile Ledger { get; } = new(home);

    public int Samples => 2 * tasks;

    /// <summary>The only run folder there is.</summary>
    public string Folder => Assert.Single(Directory.GetDirectories(home.In("runs")));

    public FarthingProcess Start() => FarthingProcess.Start(home,
        "compare", "--suite", home.In("adding"), "--models", "sim/claude-haiku-4-5,sim/gpt-4o-mini", "--json",
        "--concurrency", concurrency.ToString(CultureInfo.InvariantCulture), "--simulator-speed", speed.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes the suite: easy Python tasks, each with the two answers that the simulator can give.</summary>
    public LiveRun WithSuite()
    {
        for (var n = 1; n <= tasks; n++)
        {
            home.Write(Path.Combine("adding", "python", $"add-{n}.yaml"), $"""
                title: Add {n}
                category: arithmetic
                entry_point: add_{n}
                prompt: |
                  Write a Python function `add_{n}(x: int) -> int` that returns x plus {n}.
                solution: |
                  def add_{n}(x: int) -> int:
                      return x + {n}
                wrong: |
                  def add_{n}(x: int) -> int:
                      return x - {n}
                test: |
                  assert add_{n}(2) == {n + 2}

                """);
        }

        return this;
    }

    /// <summary>The whole lines of one of the run's files.</summary>
    public IReadOnlyList<JsonElement> Lines(string file)
    {
        if (!Directory.Exists(home.In("runs"))) return [];
        var path = Directory.GetFiles(home.In("runs"), file, SearchOption.AllDirectories).SingleOrDefault();
        if (path is null) return [];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    /// <summary>Calls that were begun and gave neither a sample nor a failure.</summary>
    public int InFlight()
    {
        var calls = Lines("calls.jsonl");
        var failures = calls.Count(c => c.TryGetProperty("failure", out var f) && f.ValueKind != JsonValueKind.Null);
        return calls.Count - (2 * failures) - Lines("samples.jsonl").Count;
    }

    /// <summary>What must hold of any finished run, however often it was cut off.</summary>
    public JsonElement AssertFinished(Ended last)
    {
        last.With(0);
        var report = JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, "report.json")));
        Report.AssertForm(report);
        Assert.Equal(report.GetRawText(), JsonElement.Parse(last.Output).GetRawText());
        Assert.True(report.GetProperty("simulated").GetBoolean());
        AssertOneEach("samples.jsonl");
        AssertOneEach("outcomes.jsonl");
        Assert.Equal(InFlight(), report.GetProperty("calls_paid_twice_at_most").GetInt32());
        Assert.All(report.GetProperty("arms").EnumerateArray(), arm =>
        {
            Assert.Equal(tasks, arm.GetProperty("total").GetInt32());
            var cost = Lines("samples.jsonl").Where(s => s.GetProperty("arm").GetString() == arm.GetProperty("name").GetString()).Sum(s => s.GetProperty("cost_usd").GetDecimal());
            Assert.Equal(cost, arm.GetProperty("cost_usd").GetDecimal());
        });
        return report;
    }

    private void AssertOneEach(string file)
    {
        var keys = Lines(file).Select(l => (l.GetProperty("arm").GetString(), l.GetProperty("task").GetString(), l.GetProperty("sample").GetInt32())).ToArray();
        Assert.Equal(Samples, keys.Length);
        Assert.Equal(Samples, keys.Distinct().Count());
    }
}
