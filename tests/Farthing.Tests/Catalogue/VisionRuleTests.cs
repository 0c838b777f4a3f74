using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;
using Xunit;

namespace Farthing.Tests.Catalogue;

public class VisionRuleTests
{
    private static VisionRule Rule(string model) => ModelCatalogue.Embedded.Find(model)!.Vision!;

    [Theory]
    [InlineData("claude-haiku-4-5", 28, 28, 1)]
    [InlineData("claude-haiku-4-5", 200, 200, 64)]
    [InlineData("claude-haiku-4-5", 1_000, 1_000, 1_296)]
    [InlineData("claude-haiku-4-5", 3_000, 200, 224)]
    [InlineData("claude-haiku-4-5", 8_000, 8_000, 1_568)]
    [InlineData("claude-haiku-5-5", 1_568, 1_568, 3_136)]
    [InlineData("claude-haiku-5-5", 8_000, 8_000, 4_784)]
    [InlineData("gpt-4o", 1_024, 1_024, 765)]
    [InlineData("gpt-4o", 2_048, 4_096, 1_105)]
    [InlineData("gpt-4o", 128, 64, 255)]
    [InlineData("gpt-4o-mini", 128, 64, 8_500)]
    [InlineData("gpt-4o-mini", 4_096, 1_536, 48_169)]
    [InlineData("gpt-4.1-mini", 1_024, 1_024, 1_659)]
    [InlineData("gpt-4.1-mini", 4_000, 1_474, 2_489)]
    [InlineData("gpt-6-luna", 1_024, 1_024, 1_229)]
    public void An_image_counts_by_the_rule_of_its_model(string model, long width, long height, long tokens) =>
        Assert.Equal(tokens, Rule(model).Tokens(width, height));

    [Theory]
    [InlineData("claude-haiku-4-5", 1_568L)]
    [InlineData("claude-haiku-5-5", 4_784L)]
    [InlineData("gpt-4o", 1_445L)]
    [InlineData("gpt-4o-mini", 48_169L)]
    [InlineData("gpt-4.1-mini", 2_489L)]
    [InlineData("gpt-6-luna", null)]
    public void No_image_exceeds_the_most(string model, long? most)
    {
        var rule = Rule(model);
        Assert.Equal(most, rule.Most);
        var sizes = new long[] { 1, 27, 29, 513, 767, 769, 1_569, 2_049, 2_577, 9_999 };
        Assert.All(sizes.SelectMany(w => sizes.Select(h => rule.Tokens(w, h))), tokens => Assert.InRange(tokens, 1, most ?? long.MaxValue));
    }

    [Fact]
    public void A_glance_costs_the_base_alone() => Assert.Equal(2_833, Assert.IsType<TileRule>(Rule("gpt-4o-mini")).LowDetail);

    /// <summary>Counts go by the family in a name, which a new model has too; the catalogue by model. They must not part.</summary>
    [Fact]
    public void The_counts_before_a_call_take_the_same_preambles() =>
        Assert.All(ModelCatalogue.Embedded.Models.Where(m => m.ToolPreamble is not null), model =>
        {
            var counted = ClaudeRules.Of(model.Id, model);
            Assert.InRange(counted.ToolPreamble - model.ToolPreamble!.Auto, 0, 1);
            Assert.InRange(counted.ForcedToolPreamble!.Value - model.ToolPreamble.Any, 0, 1);
        });
}
