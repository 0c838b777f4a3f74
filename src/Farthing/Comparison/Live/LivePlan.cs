using Farthing.Catalogue;
using Farthing.Comparison.Runs;
using Farthing.Configuration;
using Farthing.Grading;

namespace Farthing.Comparison.Live;

/// <summary>One call to make.</summary>
internal sealed record LiveCall(LiveArm Arm, SuiteTask Task, int Sample);

/// <summary>Which calls a live run makes, in which order, and what they can cost. Pure.</summary>
internal static class LivePlan
{
    /// <summary>
    /// Tasks in an order drawn from the seed, the arms interleaved and by turns first: a provider's bad hour hits both alike.
    /// </summary>
    public static IReadOnlyList<LiveCall> Calls(IReadOnlyList<SuiteTask> tasks, IReadOnlyList<LiveArm> arms, int samples, long seed)
    {
        var random = new Random((int)(seed ^ (seed >> 32)));
        var order = tasks.ToArray();
        random.Shuffle(order);
        return [.. Enumerable.Range(0, samples).SelectMany(sample => order.SelectMany((task, i) =>
            (i % 2 == 0 ? arms : arms.Reverse()).Select(arm => new LiveCall(arm, task, sample))))];
    }

    /// <summary>Calls whose samples an earlier start of this run does not have yet.</summary>
    public static IReadOnlyList<LiveCall> Missing(IReadOnlyList<LiveCall> calls, IReadOnlyList<SampleRecord> have)
    {
        var got = have.Select(s => (s.Arm, s.Task, s.Sample)).ToHashSet();
        return [.. calls.Where(c => !got.Contains((c.Arm.Name, c.Task.Id, c.Sample)))];
    }

    /// <summary>The most that a call can cost in dollars; null when the model's price is unknown. A token is at least a byte of the prompt.</summary>
    public static decimal? WorstCase(LiveCall call, PriceBook prices, int maxTokens, DateOnly on) =>
        Cost(call, prices, PromptBytes(call) + 1_024, maxTokens, on);

    /// <summary>A likely cost: four bytes a token, and answers of 300 tokens, which routine tasks seldom pass.</summary>
    public static decimal? Estimate(LiveCall call, PriceBook prices, DateOnly on) => Cost(call, prices, PromptBytes(call) / 4, 300, on);

    private static int PromptBytes(LiveCall call) =>
        System.Text.Encoding.UTF8.GetByteCount(TaskPrompt.System) + System.Text.Encoding.UTF8.GetByteCount(TaskPrompt.For(call.Task));

    private static decimal? Cost(LiveCall call, PriceBook prices, long prompt, int output, DateOnly on)
    {
        var model = call.Arm.Simulated ? call.Arm.Model[Settings.SimulatorPrefix.Length..] : call.Arm.Model;
        return CostCalculator.WorstCase(prompt, output, prices.Find(model, on))?.Dollars;
    }
}
