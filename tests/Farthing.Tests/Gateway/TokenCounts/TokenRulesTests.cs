using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;
using Xunit;

namespace Farthing.Tests.Gateway.TokenCounts;

public class TokenRulesTests
{
    [Theory]
    [InlineData("claude-3-haiku-20240307", 1.25, 264, 340)]
    [InlineData("claude-3-opus-20240229", 1.25, 530, 281)]
    [InlineData("claude-3-5-sonnet-20240620", 1.25, 346, 313)]
    [InlineData("claude-3-7-sonnet-latest", 1.25, 346, 313)]
    [InlineData("claude-sonnet-4-0", 1.25, 313, 315)]
    [InlineData("claude-opus-4@20250514", 1.25, 313, 315)]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", 1.25, 497, 589)]
    [InlineData("anthropic/claude-opus-4.5", 1.25, 497, 589)]
    [InlineData("claude-sonnet-4-6", 1.25, 497, 589)]
    [InlineData("claude-opus-4-7", 1.6, 675, 804)]
    [InlineData("claude-opus-4-8", 1.6, 290, 410)]
    [InlineData("claude-opus-5", 1.6, 286, 406)]
    [InlineData("claude-sonnet-5", 1.6, 354, 474)]
    [InlineData("claude-haiku-5-5", 1.6, 354, 474)]
    [InlineData("claude-of-2030", 1.6, 286, 406)]
    public void A_Claude_model_is_judged_by_the_version_in_its_name(string model, double factor, int preamble, int forced)
    {
        foreach (var entry in new[] { null, ModelCatalogue.Embedded.Find(model) })
        {
            var rules = TokenRules.Of(model, entry);
            Assert.Equal((factor, preamble, (int?)forced), (rules.Factor, rules.ToolPreamble, rules.ForcedToolPreamble));
        }
    }

    [Theory]
    [InlineData("gpt-3.5-turbo", true, 2)]
    [InlineData("gpt-4o-mini", true, 2)]
    [InlineData("gpt-4.1", true, 2)]
    [InlineData("gpt-5-mini", true, 83)]
    [InlineData("o3-mini", true, 83)]
    [InlineData("qwen3-coder", false, 12)]
    public void OpenAIs_models_see_tools_as_declarations(string model, bool declares, int preamble)
    {
        var rules = TokenRules.Of(model, null);
        Assert.Equal((declares, preamble), (rules.DeclaresTools, rules.ToolPreamble));
    }
}
