using Farthing.Budgets;
using Farthing.Catalogue;
using Xunit;

namespace Farthing.Tests.Budgets;

public class BudgetBookTests
{
    /// <summary>A line is made once for each window, and used again.</summary>
    [Fact]
    public void A_call_counts_in_the_window_that_it_began_in_also_when_calls_come_out_of_order()
    {
        var book = new BudgetBook(1, [Budget.Configured(null), new Budget("b1", BudgetScope.Key, "k", BudgetPeriod.Day, "Europe/Berlin", new Usd(1), Soft: false, [])]);
        var evening = new DateTimeOffset(2026, 11, 29, 22, 59, 59, TimeSpan.Zero);
        foreach (var (at, starts) in new[] { (evening, "2026-11-28T23:00"), (evening.AddSeconds(1), "2026-11-29T23:00"), (evening, "2026-11-28T23:00"), (evening.AddDays(1), "2026-11-29T23:00") })
        {
            Assert.Equal(["limit_usd 0;", $"b1 {DateTimeOffset.Parse(starts + "Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()};"], book.Lines("k", null, null, at).Select(l => l.Name));
        }

        Assert.Equal(["limit_usd 0;"], book.Lines("other", null, null, evening).Select(l => l.Name));
    }
}
