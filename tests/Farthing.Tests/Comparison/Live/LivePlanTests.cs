using Farthing.Catalogue;
using Farthing.Comparison;
using Farthing.Comparison.Live;
using Farthing.Comparison.Runs;
using Farthing.Grading;
using Xunit;

namespace Farthing.Tests.Comparison.Live;

public class LivePlanTests
{
    private static readonly LiveArm[] Arms = [new("claude-haiku-4-5"), new("gpt-4o-mini")];

    private static readonly SuiteTask[] Tasks = [.. Enumerable.Range(0, 10).Select(i => new SuiteTask($"t{i}", "python", $"Write f{i}.", "", $"f{i}", TaskForm.Own))];

    [Fact]
    public void Every_task_is_asked_of_every_arm_as_often_as_asked_for_in_an_order_that_the_seed_decides()
    {
        var calls = LivePlan.Calls(Tasks, Arms, samples: 3, seed: 7);
        Assert.Equal(60, calls.Select(c => (c.Arm, c.Task.Id, c.Sample)).Distinct().Count());
        Assert.Equal(calls, LivePlan.Calls(Tasks, Arms, 3, 7));
        Assert.NotEqual(calls, LivePlan.Calls(Tasks, Arms, 3, 8));
    }

    [Fact]
    public void Neither_arm_always_goes_first() =>
        Assert.Equal(5, LivePlan.Calls(Tasks, Arms, 1, 7).Where((_, i) => i % 2 == 0).Count(c => c.Arm == Arms[0]));

    [Fact]
    public void What_is_there_is_not_asked_again()
    {
        var calls = LivePlan.Calls(Tasks, Arms, 1, 7);
        var have = calls.Take(12).Select(c => new SampleRecord(c.Arm.Name, c.Task.Id, c.Sample, "", null, null, null, null, null, 1, false, default)).ToArray();
        Assert.Equal(calls.Skip(12), LivePlan.Missing(calls, have));
    }

    [Fact]
    public void The_worst_case_is_never_below_the_estimate_and_unknown_where_the_price_is()
    {
        var prices = ModelCatalogue.Embedded.Book("list")!;
        var day = new DateOnly(2026, 11, 22);
        foreach (var call in LivePlan.Calls(Tasks, Arms, 1, 7))
            Assert.True(LivePlan.WorstCase(call, prices, 4_096, day) > LivePlan.Estimate(call, prices, day));
        var unknown = new LiveCall(new LiveArm("groq/unheard-of"), Tasks[0], 0);
        Assert.Null(LivePlan.WorstCase(unknown, prices, 4_096, day));
        var simulated = new LiveCall(new LiveArm("sim/claude-haiku-4-5"), Tasks[0], 0);
        Assert.Equal(LivePlan.Estimate(new LiveCall(Arms[0], Tasks[0], 0), prices, day), LivePlan.Estimate(simulated, prices, day));
    }

    [Fact]
    public void The_spending_limit_counts_what_is_in_flight()
    {
        var limit = new SpendingLimit(most: 1.00m, spent: 0.20m);
        Assert.True(limit.TryHold(0.50m));
        Assert.False(limit.TryHold(0.40m));
        limit.Settle(0.50m, cost: 0.10m);
        Assert.True(limit.TryHold(0.40m));
        limit.Settle(0.40m, cost: null);
        Assert.Equal(0.70m, limit.Spent);
    }
}
