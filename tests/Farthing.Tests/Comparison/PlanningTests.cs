using Farthing.Comparison.Statistics;
using Xunit;

namespace Farthing.Tests.Comparison;

public class PlanningTests
{
    [Theory]
    [InlineData(0, 52)]
    [InlineData(0.05, 172)]
    [InlineData(0.10, 343)]
    [InlineData(0.20, 686)]
    [InlineData(0.30, 1028)]
    public void Equivalence_within_five_points_takes_as_many_tasks(double discordance, long tasks) =>
        Assert.Equal(tasks, Planning.EquivalenceTasks(discordance, 0.05));

    [Theory]
    [InlineData(0.01, 268)]
    [InlineData(0.02, 133)]
    [InlineData(0.03, 88)]
    [InlineData(0.05, 52)]
    [InlineData(0.10, 25)]
    public void Without_discordance_a_margin_takes_as_many_tasks(double margin, long tasks) =>
        Assert.Equal(tasks, Planning.ZeroDiscordanceTasks(margin));

    [Theory]
    [InlineData(0, 1, 969)]
    [InlineData(1.0 / 6, 1, 3876)]
    [InlineData(1.0 / 6, 10, 1260)]
    public void A_difference_of_three_points_takes_as_many_tasks_as_Miller_says(double within, int samples, long tasks) =>
        Assert.Equal(tasks, Planning.DifferenceTasks(Planning.Variance(1.0 / 9, within, samples, within, samples), 0.03));

    [Fact]
    public void Clusters_cost_the_published_number_of_tasks()
    {
        const double Variance = 0.3514825831370571 * 0.3514825831370571;
        Assert.Equal(2425, Planning.DifferenceTasks(Variance, 0.02));
        Assert.Equal(6667, Planning.DifferenceTasks(Variance, 0.02, designEffect: Planning.DesignEffect(0.25, 8)));
    }

    [Theory]
    [InlineData(0.05, 0.04, 0.045)]
    [InlineData(0.10, 0.16, 0.17)]
    public void With_143_tasks_discordance_may_be_so_high(double margin, double low, double high) =>
        Assert.InRange(Planning.HighestDiscordance(143, margin)!.Value, low, high);

    [Theory]
    [InlineData(143, 0.1)]
    [InlineData(30, 0.5)]
    [InlineData(5000, 0.02)]
    public void The_smallest_margin_and_difference_undo_the_tasks_they_take(long tasks, double discordance)
    {
        var margin = Planning.SmallestMargin(tasks, discordance)!.Value;
        Assert.InRange(Planning.EquivalenceTasks(discordance, margin), tasks, tasks + 1);
        var difference = Planning.SmallestDifference(tasks, discordance)!.Value;
        Assert.InRange(Planning.DifferenceTasks(discordance - difference * difference, difference), tasks, tasks + 1);
    }

    [Fact]
    public void What_cannot_be_shown_is_null()
    {
        Assert.Null(Planning.SmallestDifference(143, 0.02));
        Assert.Null(Planning.SmallestDifference(143, 0));
        Assert.Null(Planning.SmallestMargin(1, 0.5));
        Assert.Null(Planning.HighestDiscordance(51, 0.05));
    }

    [Theory]
    [InlineData(100, 0.1, 343)]
    [InlineData(51, 0, 52)]
    public void An_inconclusive_run_is_told_the_tasks_equivalence_takes(long tasks, double variance, long needed) =>
        Assert.Equal(needed, Planning.TasksForVerdict(tasks, variance, 0.05, 0.05));

    [Fact]
    public void Past_that_it_is_told_where_no_gap_is_left() =>
        Assert.Equal(520, Planning.TasksForVerdict(400, 0.1, 0.05, 0.05)); // (1.6449 + 1.9600)² · 0.1 / 0.05²
}
