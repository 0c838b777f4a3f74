using System.Text.Json;
using Farthing.Catalogue;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Catalogue;

public class ModelShowCommandTests
{
    private static string Run(string model, bool json = false)
    {
        using var output = new StringWriter();
        Assert.Equal(0, ModelShowCommand.Run(model, json, ModelCatalogue.Embedded, output, new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero))));
        return output.ToString().ReplaceLineEndings("\n");
    }

    [Fact]
    public void Shows_limits_capabilities_and_the_prices_of_long_prompts() => Assert.Equal("""
        claude-haiku-5-5 (anthropic)
          state      active; not before 2027-10-07
          context    1,000,000 tokens
          output     128,000 tokens
          cacheable  from 512 tokens
          tokenizer  claude-new
          can        vision, tools, streaming, reasoning, batch, prompt caching
          cannot     sampling, prefill, fine tunable
          not known  parallel tools, structured output, fill in middle
          image      1,369 tokens at 1,024 × 1,024 pixels, 4,784 at most
          tool use   354 tokens before the prompt, 474 where a call is demanded
          notes      Not a drop-in for Haiku 4.5: about 30 % more tokens for the same text; non-default temperature, top_p and top_k, assistant prefill and thinking.budget_tokens are refused with 400; thinks by default. In a batch up to 300K output tokens with the beta header output-300k-2026-03-24.
          as of      2026-11-22, https://platform.claude.com/docs/en/models/haiku-5-5/overview

        US dollars per million tokens; '-' is not established.

        price book 'list', from 2026-10-07 (today's)
                                            input     cache read       write 5m       write 1h         output
          standard                           0.10           0.01          0.125           0.20           0.50
          batch                              0.05          0.005         0.0625           0.10           0.25
          prompt over 100,000                0.50           0.05          0.625           1.00           2.50
            batch                            0.25          0.025         0.3125           0.50           1.25
          as of 2026-11-22, https://platform.claude.com/docs/en/models/haiku-5-5/overview

        """.ReplaceLineEndings("\n"), Run("claude-haiku-5-5"));

    [Fact]
    public void Shows_every_period_and_which_is_todays()
    {
        var titles = Run("gpt-5.6-luna").Split('\n').Where(l => l.StartsWith("price book", StringComparison.Ordinal));
        Assert.Equal(["price book 'list', since launch until 2026-07-29", "price book 'list', from 2026-07-30 (today's)"], titles);
    }

    [Fact]
    public void Shows_what_training_costs_and_the_models_that_come_of_it()
    {
        Assert.Contains("  training 3.00\n", Run("gpt-4o-mini"), StringComparison.Ordinal);
        Assert.Contains("  standard                           0.30           0.15              -              -           1.20\n  training 3.00\n",
            Run("ft:gpt-4o-mini-2024-07-18:org::id"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt-6-luna")]
    [InlineData("qwen2.5-coder:7b")]
    [InlineData("claude-3-haiku-20240307")]
    [InlineData("text-embedding-3-small")]
    public void Shows_the_same_as_json(string model)
    {
        var shown = JsonDocument.Parse(Run(model, json: true)).RootElement;
        var entry = ModelCatalogue.Embedded.Find(model)!;
        Assert.Equal(entry.Id, shown.GetProperty("id").GetString());
        Assert.Equal(entry.Prices["list"].Count, shown.GetProperty("prices").GetProperty("list").GetArrayLength());
        Assert.Equal(entry.Sources, shown.GetProperty("sources").EnumerateArray().Select(s => s.GetString()));
    }

    [Fact]
    public void Json_has_every_mode_of_every_tier()
    {
        var price = JsonDocument.Parse(Run("gpt-6-luna", json: true)).RootElement.GetProperty("prices").GetProperty("list")[0];
        Assert.True(price.GetProperty("holds").GetBoolean());
        Assert.Equal(0.05m, price.GetProperty("flex_rates_usd_per_million").GetProperty("input").GetDecimal());
        var tier = Assert.Single(price.GetProperty("tiers").EnumerateArray());
        Assert.Equal(0.75m, tier.GetProperty("rates_usd_per_million").GetProperty("output").GetDecimal());
        Assert.Equal(JsonValueKind.Null, tier.GetProperty("flex_rates_usd_per_million").GetProperty("output").ValueKind);
    }

    [Fact]
    public void A_name_that_nobody_knows_is_wrong_use_with_the_name_that_was_meant() =>
        Assert.Equal("The catalogue does not know 'gpt-6-lunar'. Did you mean gpt-6-luna? 'farthing models --all' lists every model; price_overrides in farthing.yaml prices any other.",
            Assert.Throws<FormatException>(() => Run("gpt-6-lunar")).Message.Replace(" or gpt-6-sol", "", StringComparison.Ordinal).Replace(" or gpt-5.6-luna", "", StringComparison.Ordinal));
}
