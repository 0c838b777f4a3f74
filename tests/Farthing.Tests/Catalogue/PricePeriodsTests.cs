using System.Globalization;
using Farthing.Catalogue;
using Xunit;

namespace Farthing.Tests.Catalogue;

public class PricePeriodsTests
{
    private static Price Period(string from, string to, decimal input) => new() { From = Day(from), To = Day(to), Rates = new Rates(Input: input, Output: 1) };

    private static DateOnly? Day(string text) => text == "" ? null : DateOnly.ParseExact(text, "MM-dd", CultureInfo.InvariantCulture);

    private static string Text(IEnumerable<Price> periods) =>
        string.Join(' ', periods.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.From:MM-dd}..{p.To:MM-dd}={p.Rates.Input}")));

    [Fact]
    public void A_newer_price_ends_the_older_one_and_leaves_its_past() =>
        Assert.Equal("..03-01=1 03-01..=2", Text(PricePeriods.Lay([Period("", "", 1)], [Period("03-01", "", 2)])));

    [Fact]
    public void An_imported_price_stands_until_a_release_knows_a_later_one() =>
        Assert.Equal("..03-01=1 03-01..06-01=2 06-01..=3", Text(PricePeriods.Lay([Period("", "06-01", 1), Period("06-01", "", 3)], [Period("03-01", "", 2)])));

    [Fact]
    public void Of_two_that_began_together_the_upper_counts() =>
        Assert.Equal("..03-01=1 03-01..=9", Text(PricePeriods.Lay([Period("", "03-01", 1), Period("03-01", "", 2)], [Period("03-01", "", 9)])));

    [Fact]
    public void After_a_price_for_a_while_the_one_before_holds_again() =>
        Assert.Equal("..03-01=1 03-01..04-01=2 04-01..=1", Text(PricePeriods.Lay([Period("", "", 1)], [Period("03-01", "04-01", 2)])));

    [Fact]
    public void What_the_user_decided_counts_wherever_it_holds() =>
        Assert.Equal("..03-01=1 03-01..=9", Text(PricePeriods.Replace([Period("", "06-01", 1), Period("06-01", "", 3)], [Period("03-01", "", 9)])));

    [Fact]
    public void Days_without_a_price_stay_without() =>
        Assert.Equal("02-01..03-01=1 05-01..=2", Text(PricePeriods.Lay([Period("02-01", "03-01", 1)], [Period("05-01", "", 2)])));

    [Fact]
    public void Every_day_has_the_price_of_one_period_alone()
    {
        var days = new[] { "", "02-01", "03-01", "04-01", "05-01" };
        var lower = new List<Price> { Period("02-01", "04-01", 1), Period("04-01", "", 2) };
        foreach (var from in days)
        {
            foreach (var to in days.Where(t => t == "" || string.CompareOrdinal(t, from) > 0))
            {
                var laid = PricePeriods.Lay(lower, [Period(from, to, 3)]);
                for (var day = Day("01-01")!.Value; day < Day("07-01"); day = day.AddDays(15))
                    Assert.InRange(laid.Count(p => p.Holds(day)), 0, 1);
                Assert.All(laid.Zip(laid.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
            }
        }
    }
}
