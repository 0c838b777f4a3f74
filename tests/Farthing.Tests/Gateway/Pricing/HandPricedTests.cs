using Farthing.Catalogue;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Gateway.Pricing;

/// <summary>What calls cost, to the nano-dollar, beside figures that were worked out by hand.</summary>
public class HandPricedTests
{
    [Fact]
    public void The_fixture_adds_up()
    {
        foreach (var row in PricedRow.All.Where(r => r.Sum is not null))
        {
            Assert.True(row.Parts.Sum(p => p.Tokens * p.Rate) == row.Sum, $"{row} adds up to {row.Parts.Sum(p => p.Tokens * p.Rate)}");
            Assert.True(row.Nanos == (long)Math.Round(row.Sum!.Value * 1_000, MidpointRounding.ToEven), $"{row} rounds to another figure");
        }

        Assert.True(PricedRow.All.Count(r => !r.IsStated && r.Sum is not null) >= 40);
    }

    [Fact]
    public void An_answer_with_stated_counts_costs_what_was_worked_out()
    {
        var book = ModelCatalogue.Embedded.Book(PriceBook.List)!;
        var wrong = new List<string>();
        foreach (var row in PricedRow.All.Where(r => r.IsStated))
        {
            var usage = row.Dialect.ReadDigest(System.Text.Encoding.UTF8.GetBytes(row.Answer().ToJsonString())).Usage;
            var cost = book.Cost(usage, book.Find(row.Model, row.Day), row.Day);
            if (cost?.Nanos != row.Nanos) wrong.Add($"{row}: {cost?.Nanos}, not {row.Nanos}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_recorded_answer_costs_in_the_ledger_what_was_worked_out()
    {
        var recorded = PricedRow.All.Where(r => !r.IsStated).OrderBy(r => r.Day).ToList();
        var clock = new FakeTimeProvider(new DateTimeOffset(recorded[0].Day, new TimeOnly(12, 0), TimeSpan.Zero));
        await using var gateway = await ReplayedCalls.GatewayAsync(clock);
        var wrong = new List<string>();
        foreach (var row in recorded)
        {
            clock.SetUtcNow(new DateTimeOffset(row.Day, new TimeOnly(12, 0), TimeSpan.Zero).AddMilliseconds(clock.GetUtcNow().Millisecond + 1));
            foreach (var call in ReplayedCalls.Of(row))
            {
                var entry = await call.MakeAsync(gateway);
                foreach (var part in (string[])["input", "cache_read", "cache_write_5m", "cache_write_1h", "output"])
                    if ((entry[part] ?? 0) != row.Tokens(part)) wrong.Add($"{row} {call.Path}: {entry[part]} {part}, not {row.Tokens(part)}");
                if (entry["cost_nanos"] != row.Nanos) wrong.Add($"{row} {call.Path}: {entry["cost_nanos"]} nano-dollars, not {row.Nanos}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
