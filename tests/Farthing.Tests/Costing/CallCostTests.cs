using Farthing.Catalogue;
using Farthing.Costing;
using Xunit;

namespace Farthing.Tests.Costing;

public class CallCostTests
{
    private static Choice Model(string name, string book = "list") => Choice.One(name, ModelCatalogue.Embedded.Book(book)!, new DateOnly(2026, 11, 22), "--models");

    [Theory]
    [InlineData("claude-haiku-4-5", 4_095, 0L)]
    [InlineData("claude-haiku-4-5", 4_096, 4_096L)]
    [InlineData("claude-haiku-5-5", 600, 600L)]
    [InlineData("gpt-4o-mini", 1_023, 0L)]
    [InlineData("gpt-4o-mini", 1_200, 1_152L)] // in steps of 128
    [InlineData("gpt-6-luna", 1_200, 1_200L)] // to the breakpoint
    [InlineData("gpt-5", 9_000, null)] // its least is not established
    [InlineData("gpt-5", 0, 0L)]
    public void A_cache_keeps_what_is_long_enough_for_it(string model, long shared, long? kept) => Assert.Equal(kept, CallCost.Kept(shared, Model(model)));

    [Fact]
    public void The_article_gives_no_price_of_writing_to_a_cache_so_its_cost_is_not_known()
    {
        var call = new CallShape(5_000, 1_000, 100);
        Assert.Null(CallCost.Of(call, Model("claude-haiku-4-5", "article"), CacheUse.Write, ServiceMode.Standard));
        Assert.Equal(Usd.FromDollars((5_000 * 0.025m + 1_000 * 0.25m + 100 * 1.25m) / 1_000_000), CallCost.Of(call, Model("claude-haiku-4-5", "article"), CacheUse.Read, ServiceMode.Standard));
    }

    [Fact]
    public void A_local_model_costs_nothing_in_any_way() =>
        Assert.Equal(Usd.Zero, CallCost.Of(new CallShape(5_000, 1_000, 100), Model("qwen2.5-coder:7b"), CacheUse.Write, ServiceMode.Batch));

    [Fact]
    public void The_whole_prompt_decides_on_the_price_for_long_prompts() =>
        Assert.Equal(Usd.FromDollars((90_000 * 0.05m + 20_000 * 0.50m + 100 * 2.50m) / 1_000_000), CallCost.Of(new CallShape(90_000, 20_000, 100), Model("claude-haiku-5-5"), CacheUse.Read, ServiceMode.Standard));
}
