using System.CommandLine;
using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Costing;
using Farthing.Tests.Catalogue;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Costing;

public class CostCommandTests
{
    private static readonly FakeTimeProvider s_clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    private static (int Code, string Output, string Error) Run(string line)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CostCommand.Create(Installed.Bare, s_clock).Parse(line).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    [Theory]
    [InlineData(500, "0.000625", "0.0003")]
    [InlineData(50_000, "0.0625", "0.03")]
    [InlineData(200_000, "0.25", "0.12")]
    [InlineData(200_000 * 22, "5.5", "2.64")]
    [InlineData(5_000_000, "6.25", "3")]
    [InlineData(10_000_000, "12.5", "6")]
    public void Re_derives_the_tables_of_the_article_from_output_tokens(long output, string haiku, string mini)
    {
        Assert.Equal(haiku, Cost($"--model claude-haiku-4-5 --output {output}"));
        Assert.Equal(mini, Cost($"--model gpt-4o-mini --output {output}"));

        static string Cost(string line)
        {
            var (code, json, _) = Run($"{line} --prices article --json");
            Assert.Equal(0, code);
            return JsonDocument.Parse(json).RootElement.GetProperty("cost_usd").GetRawText();
        }
    }

    [Theory]
    [InlineData("--input 1000000", "0.25")]
    [InlineData("--input 1000000 --cached 1000000", "0.025")]
    public void In_the_article_a_cached_token_of_haiku_costs_a_tenth(string tokens, string cost) =>
        Assert.Contains($"\"cost_usd\": {cost}\n", Run($"--model claude-haiku-4-5 --prices article --json {tokens}").Output, StringComparison.Ordinal);

    [Fact]
    public void In_the_article_the_context_of_haiku_is_56_percent_larger()
    {
        var haiku = ModelCatalogue.Embedded.Find("claude-haiku-4-5")?.ContextTokens;
        var mini = ModelCatalogue.Embedded.Find("gpt-4o-mini")?.ContextTokens;
        Assert.Equal(56, (int)((haiku - mini) * 100 / mini)!);
    }

    [Fact]
    public void Writes_disjoint_parts_and_the_exact_cost_as_json()
    {
        var (code, output, error) = Run("--model claude-haiku-5-5 --input 50000 --cached 45000 --cache-write 3000 --cache-write-1h 500 --output 2000 --batch --on 2026-11-01 --json");
        Assert.Equal("""
            {
              "model": "claude-haiku-5-5",
              "model_id": "claude-haiku-5-5",
              "price_book": "list",
              "on": "2026-11-01",
              "batch": true,
              "prices_from": {
                "as_of": "2026-11-22",
                "effective_from": "2026-10-07",
                "effective_to": null,
                "sources": [
                  "https://platform.claude.com/docs/en/models/haiku-5-5/overview"
                ]
              },
              "usage": {
                "input": 1500,
                "cache_read": 45000,
                "cache_write_5m": 3000,
                "cache_write_1h": 500,
                "output": 2000
              },
              "rates_usd_per_million": {
                "input": 0.05,
                "cache_read": 0.005,
                "cache_write_5m": 0.0625,
                "cache_write_1h": 0.1,
                "output": 0.25
              },
              "cost_usd": 0.0010375
            }

            """, output);
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public void Shows_the_arithmetic_to_people()
    {
        var (code, output, error) = Run("--model anthropic/claude-haiku-5-5 --input 150000 --cached 100000 --output 2030");
        Assert.Equal("""
            claude-haiku-5-5, price book 'list', on 2026-11-22. The vendors' list prices.
              input                   50,000 × $0.50/M        = $0.025
              cache_read             100,000 × $0.05/M        = $0.005
              output                   2,030 × $2.50/M        = $0.005075
              The prompt exceeds 100,000 tokens, so the rates for long prompts hold for the whole request.
              cost                                            = $0.035075
            Price as of 2026-11-22, from https://platform.claude.com/docs/en/models/haiku-5-5/overview.

            """, output);
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public void A_part_without_a_price_makes_the_answer_no_and_never_zero()
    {
        var (code, output, _) = Run("--model gpt-4o-mini --prices article --input 10 --cached 4 --json");
        var answer = JsonDocument.Parse(output).RootElement;
        Assert.Equal(1, code);
        Assert.Equal("null", answer.GetProperty("cost_usd").GetRawText());
        Assert.Equal("""["cache_read"]""", answer.GetProperty("unpriced").GetRawText().Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains("cost unknown: the price book 'article' has no price here for cache_read.", Run("--model gpt-4o-mini --prices article --input 10 --cached 4").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_a_price_on_that_day_is_unknown_even_for_no_tokens()
    {
        var (code, output, _) = Run("--model gpt-6-luna --on 2026-01-01");
        Assert.Equal(1, code);
        Assert.Contains("cost unknown: the price book 'list' has no price here.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_model_is_free() =>
        Assert.Contains("free: it runs on your own machine", Run("--model qwen2.5-coder:7b --input 1000 --output 1000").Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("claude-3-haiku-20240307", "Warning: claude-3-haiku-20240307 was retired on 2026-04-20; its successor is claude-haiku-5-5.\n")]
    [InlineData("gpt-4o-mini", "Warning: gpt-4o-mini ends on 2027-01-14, in 53 days; its successor is gpt-6-luna.\n")]
    public void A_model_that_is_gone_or_going_is_priced_with_a_warning(string model, string warning)
    {
        var (code, output, error) = Run($"--model {model} --input 1000 --json");
        Assert.Equal((0, warning), (code, error.ReplaceLineEndings("\n")));
        Assert.True(JsonDocument.Parse(output).RootElement.GetProperty("cost_usd").GetDecimal() > 0);
    }

    [Fact]
    public void A_prompt_beyond_the_context_is_priced_with_a_warning() =>
        Assert.Equal("Warning: a prompt of 5,000,000 tokens exceeds the model's context of 1,000,000; this prices one request.\n",
            Run("--model claude-haiku-5-5 --input 5000000").Error.ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("--model claude-haiku-4.5", "--model: the catalogue does not know 'claude-haiku-4.5'. Did you mean claude-haiku-4-5")]
    [InlineData("--model zzzz", "--model: the catalogue does not know 'zzzz'. 'farthing models --all' lists every model.")]
    [InlineData("--model gpt-4o --input -5", "--input: '-5' is not a number of tokens")]
    [InlineData("--model gpt-4o --output 1.5", "--output: '1.5' is not a number of tokens")]
    [InlineData("--model gpt-4o --output 1e9", "--output: '1e9' is not a number of tokens")]
    [InlineData("--model gpt-4o --input 9223372036854775808", "--input: '9223372036854775808' is not a number of tokens")]
    [InlineData("--model gpt-4o --output 9223372036854775807", "The cost exceeds 9 billion dollars")]
    [InlineData("--model gpt-4o --input 10 --cached 11", "together they are 11, but --input is 10.")]
    [InlineData("--model claude-opus-5 --input 9223372036854775807 --cached 9223372036854775807 --cache-write 9223372036854775807", "together they are 18446744073709551614")]
    [InlineData("--model gpt-4o --prices dream", "--prices: there is no price book 'dream'; choose one of: list, article.")]
    [InlineData("--model gpt-4o --on 22.11.2026", "--on: '22.11.2026' is not a date; write it as 2026-11-22.")]
    public void Refuses_wrong_use_and_says_how_to_mend_it(string line, string said)
    {
        var (code, output, error) = Run(line);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(said, error, StringComparison.Ordinal);
    }
}
