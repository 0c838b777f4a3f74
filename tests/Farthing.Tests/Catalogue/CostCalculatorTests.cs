using Farthing.Catalogue;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Catalogue;

public class CostCalculatorTests
{
    private static readonly Price s_tiered = new()
    {
        Rates = new Rates(1m, 0.1m, 1.25m, 2m, 5m),
        BatchMultiplier = 0.5m,
        Tiers = [new PriceTier(1_000, new Rates(2m, 0.2m, 2.5m, 4m, 10m))],
    };

    private static readonly Price s_inputAndOutput = new() { Rates = new Rates(Input: 1m, Output: 5m) };

    private static Price List(string model) => ModelCatalogue.Embedded.Book(PriceBook.List)!.Find(model, new DateOnly(2026, 11, 22));

    [Theory]
    [InlineData("claude-haiku-4-5", 4258, 2030, "0.014408")]
    [InlineData("claude-sonnet-4-5", 4258, 2224, "0.046134")]
    [InlineData("claude-opus-4-5", 4258, 1853, "0.067615")]
    public void Costs_what_the_published_runs_cost(string model, long input, long output, string cost) =>
        Assert.Equal(cost, CostCalculator.Cost(new Usage(Input: input, Output: output), List(model))?.ToString());

    [Fact]
    public void Every_part_has_its_own_rate() =>
        Assert.Equal(Usd.FromDollars((100 * 1m + 200 * 0.1m + 300 * 1.25m + 400 * 2m + 500 * 5m) / 1_000_000),
            CostCalculator.Cost(new Usage(100, 200, 300, 400, 500), s_tiered));

    [Theory]
    [InlineData(1_000, 0, 0, 0, 1_000)]
    [InlineData(1_001, 0, 0, 0, 2_002)]
    [InlineData(1, 1_000, 0, 0, 202)]
    [InlineData(1, 0, 1_000, 0, 2_502)]
    [InlineData(1, 0, 0, 1_000, 4_002)]
    public void The_whole_prompt_chooses_the_tier_of_the_whole_request(long input, long read, long write5m, long write1h, long promptMicros)
    {
        var output = input + read + write5m + write1h > 1_000 ? 10_000 : 5_000;
        Assert.Equal(new Usd((promptMicros + output) * 1_000), CostCalculator.Cost(new Usage(input, read, write5m, write1h, 1_000), s_tiered));
    }

    [Fact]
    public void A_batch_halves_every_part() =>
        Assert.Equal(CostCalculator.Cost(new Usage(100, 200, 300, 400, 500), s_tiered)!.Value.Nanos / 2,
            CostCalculator.Cost(new Usage(100, 200, 300, 400, 500), s_tiered, ServiceMode.Batch)!.Value.Nanos);

    [Fact]
    public void Each_mode_has_its_own_rates_and_none_is_guessed_from_another()
    {
        var price = new Price { Rates = new(Input: 2m, Output: 8m), FlexRates = new(Input: 1m, Output: 4m), PriorityRates = new(Input: 4m, Output: 16m) };
        var usage = new Usage(Input: 1_000, Output: 1_000);
        Assert.Equal(["0.01", null, "0.005", "0.02", null], Enum.GetValues<ServiceMode>().Select(mode => CostCalculator.Cost(usage, price, mode)?.ToString()));
        Assert.Equal(["0.01", null, "0.005", "0.02", null], Enum.GetValues<ServiceMode>().Select(mode => CostCalculator.WorstCase(1_000, 1_000, price, mode)?.ToString()));
    }

    [Fact]
    public void Tokens_without_a_rate_make_the_cost_unknown_and_none_do_not()
    {
        Assert.Null(CostCalculator.Cost(new Usage(Input: 10, CacheRead: 1, Output: 1), s_inputAndOutput));
        Assert.Null(CostCalculator.Cost(new Usage(Input: 10, Output: 1), s_inputAndOutput, ServiceMode.Batch));
        Assert.Equal(new Usd(15_000), CostCalculator.Cost(new Usage(Input: 10, CacheRead: 0, Output: 1), s_inputAndOutput));
    }

    [Fact]
    public void What_was_not_reported_is_not_free()
    {
        Assert.Null(CostCalculator.Cost(Usage.Unreported, s_tiered));
        Assert.Null(CostCalculator.Cost(new Usage(Input: 10), s_tiered));
        Assert.Null(CostCalculator.Cost(new Usage(Output: 10), s_tiered));
        Assert.Null(CostCalculator.Cost(new Usage(Input: 0, Output: 0), Price.Unknown));
    }

    [Fact]
    public void A_free_model_costs_nothing_whatever_it_reports()
    {
        Assert.Equal(Usd.Zero, CostCalculator.Cost(Usage.Unreported, List("qwen2.5-coder")));
        Assert.Equal(Usd.Zero, CostCalculator.WorstCase(1_000_000, 1_000_000, List("qwen2.5-coder")));
    }

    [Theory]
    [InlineData(1_000, 100, 2_500)]
    [InlineData(1_001, 100, 5_004)]
    [InlineData(0, 100, 500)]
    public void The_worst_case_writes_the_whole_prompt_to_the_dearest_cache(long prompt, long output, long micros) =>
        Assert.Equal(new Usd(micros * 1_000), CostCalculator.WorstCase(prompt, output, s_tiered));

    [Fact]
    public void The_worst_case_looks_below_a_tier_that_is_cheaper()
    {
        var falling = new Price { Rates = new Rates(Input: 10m, Output: 10m), Tiers = [new PriceTier(1_000, new Rates(Input: 1m, Output: 1m))] };
        Assert.Equal(new Usd(10_010_000), CostCalculator.WorstCase(1_001, 1, falling));
    }

    [Fact]
    public void The_worst_case_of_an_unknown_price_is_unknown()
    {
        Assert.Null(CostCalculator.WorstCase(10, 10, Price.Unknown));
        Assert.Null(CostCalculator.WorstCase(10, 10, s_inputAndOutput, ServiceMode.Batch));
        Assert.Null(CostCalculator.WorstCase(300_000, 10, List("gpt-6-luna"), ServiceMode.Batch));
    }

    [Fact]
    public void More_money_than_can_be_counted_is_an_error() =>
        Assert.Throws<OverflowException>(() => CostCalculator.Cost(new Usage(Input: long.MaxValue, Output: 0), s_tiered));
}
