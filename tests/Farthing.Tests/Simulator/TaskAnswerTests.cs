using System.Globalization;
using Farthing.Simulator;
using Xunit;

namespace Farthing.Tests.Simulator;

public class TaskAnswerTests
{
    private static readonly SimulatedTask[] Tasks =
    [
        .. Enumerable.Range(0, 400).Select(i => new SimulatedTask(
            $"t{i}", $"Write task number {i.ToString("D4", CultureInfo.InvariantCulture)}.", $"def good(): return {i}\n", $"def bad(): return {i}\n", "python")),
    ];

    private static readonly SimulatedModel Haiku = SimulatedModel.All.First(m => m.Id == "claude-haiku-4-5");
    private static readonly SimulatedModel Mini = SimulatedModel.All.First(m => m.Id == "gpt-4o-mini");

    [Fact]
    public async Task Answers_a_known_task_with_its_fenced_solution()
    {
        var options = new SimulatorOptions { Speed = 0, Tasks = Tasks, PassRates = new Dictionary<string, double> { [Haiku.Id] = 1, [Mini.Id] = 0 } };
        await using var sim = await Sim.StartAsync(options);
        var good = await Sim.JsonOf(sim.MessagesAsync($$"""{"model":"claude-haiku-4-5","max_tokens":500,"messages":[{"role":"user","content":"Please help. {{Tasks[7].Prompt}} Thanks."}]}"""));
        Assert.EndsWith("```python\ndef good(): return 7\n```", good.GetProperty("content")[0].GetProperty("text").GetString()!.TrimEnd(), StringComparison.Ordinal);
        var bad = await Sim.JsonOf(sim.ChatAsync($$"""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"{{Tasks[7].Prompt}}"}]}""", ("x-farthing-sample", "3")));
        Assert.EndsWith("```python\ndef bad(): return 7\n```", bad.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Passes_about_as_often_as_the_model_should()
    {
        foreach (var model in new[] { Haiku, Mini })
        {
            var passes = Enumerable.Range(0, 10).Select(seed => Share(Run(model, seed))).ToArray();
            // 10 × 400 outcomes; the tasks' shared difficulty is independent over seeds. Four standard errors of 0.005 each.
            Assert.InRange(passes.Average(), model.PassRate - 0.02, model.PassRate + 0.02);
        }
    }

    [Fact]
    public void Fails_on_the_same_tasks_more_often_than_by_chance()
    {
        var (both, expected) = (0, 0.0);
        for (var seed = 0; seed < 10; seed++)
        {
            var (haiku, mini) = (Run(Haiku, seed), Run(Mini, seed));
            both += haiku.Zip(mini).Count(p => p is (false, false));
            expected += haiku.Count(p => !p) * mini.Count(p => !p) / (double)Tasks.Length;
        }

        Assert.True(both > 2 * expected, $"{both} common failures, {expected:0.#} by chance");
    }

    [Fact]
    public void Repeats_itself_for_a_seed_and_a_sample_and_differs_for_others()
    {
        Assert.Equal(Texts(1, "0"), Texts(1, "0"));
        Assert.NotEqual(Texts(1, "0"), Texts(1, "1"));
        Assert.NotEqual(Texts(1, "0"), Texts(2, "0"));
    }

    [Fact]
    public void Sometimes_refuses_or_leaves_the_code_out()
    {
        var odd = Enumerable.Range(0, 25).SelectMany(sample => Texts(1, sample.ToString(CultureInfo.InvariantCulture))).Count(t => !t.Contains("```", StringComparison.Ordinal));
        Assert.InRange(odd, 50, 150); // 1 % of 10,000
    }

    private static string[] Texts(long seed, string sample)
    {
        var answers = new Answers(new SimulatorOptions { Seed = seed, Tasks = Tasks });
        return [.. Tasks.Select(t => answers.Choose(AskFor(Haiku, t), sample).Text!)];
    }

    private static bool[] Run(SimulatedModel model, long seed)
    {
        var answers = new Answers(new SimulatorOptions { Seed = seed, Tasks = Tasks });
        return [.. Tasks.Select(t => answers.Choose(AskFor(model, t), "0").Text!.Contains("good", StringComparison.Ordinal))];
    }

    private static double Share(bool[] passes) => passes.Count(p => p) / (double)passes.Length;

    private static Ask AskFor(SimulatedModel model, SimulatedTask task) =>
        new() { Model = model, MaxTokens = 1000, UserText = task.Prompt, PromptTokens = 10, Fingerprint = task.Id };
}
