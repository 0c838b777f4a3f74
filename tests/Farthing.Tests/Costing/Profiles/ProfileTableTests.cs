using Farthing.Costing;
using Farthing.Tests.Catalogue;
using Xunit;

namespace Farthing.Tests.Costing.Profiles;

public class ProfileTableTests
{
    private static Task<(int Code, string Output, string Error)> Run(string line) => CommandRun.Of(CostCommand.Create(Installed.Bare, CommandRun.Clock), line);

    [Fact]
    public async Task Reproduces_the_table_of_the_article_with_its_prices()
    {
        var (code, output, error) = await Run("--profile all --prices article");
        Assert.Equal("""
            Price book 'article', on 2026-11-22. The prices that the article behind the project states, kept to re-derive its tables; they are not what the vendors charge.
            Output tokens only, as the article counts; what goes into the prompt comes on top.

            profile                        output tokens  claude-haiku-4-5  gpt-4o-mini
            function    one function                 500         $0.000625      $0.0003
            test-suite  a test suite              50,000           $0.0625        $0.03
            daily       a day's work             200,000             $0.25        $0.12
            daily       22 working days        4,400,000             $5.50        $2.64
            codebase    a codebase of 5M       5,000,000             $6.25        $3.00
            codebase    a codebase of 10M     10,000,000            $12.50        $6.00

            The same text is not the same number of tokens: one of gpt-4o-mini is about 1.25 of claude-haiku-4-5.

            """, output);
        Assert.Equal((0, "Warning: gpt-4o-mini ends on 2027-01-14, in 53 days; its successor is gpt-6-luna.\n"), (code, error));
    }

    [Fact]
    public void What_the_article_claims_is_what_its_prices_give()
    {
        foreach (var profile in Article.Profiles)
        {
            Assert.Equal(profile.Haiku, profile.OutputTokens * Article.HaikuOutput / 1_000_000);
            Assert.Equal(profile.Mini, profile.OutputTokens * Article.MiniOutput / 1_000_000);
        }
    }

    [Fact]
    public async Task Has_the_list_prices_of_the_two_models_and_of_their_successors_by_default()
    {
        var (code, output, _) = await Run("--profile daily");
        Assert.Equal("""
            Price book 'list', on 2026-11-22. The vendors' list prices.
            Output tokens only, as the article counts; what goes into the prompt comes on top.

            profile                   output tokens  claude-haiku-4-5  gpt-4o-mini  claude-haiku-5-5  gpt-6-luna
            daily    a day's work           200,000             $1.00        $0.12             $0.10       $0.10
            daily    22 working days      4,400,000            $22.00        $2.64             $2.20       $2.20

            The same text is not the same number of tokens: one of gpt-4o-mini or gpt-6-luna is about 1.25 of claude-haiku-4-5, about 1.6 of claude-haiku-5-5.

            """, output);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Before_a_model_had_a_price_it_is_no_choice() =>
        Assert.DoesNotContain("luna", (await Run("--profile function --on 2026-01-01")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Is_json_with_exact_costs()
    {
        var (code, output, _) = await Run("--profile function --models gpt-6-luna,qwen2.5-coder:7b --batch --json");
        Assert.Equal("""
            {
              "price_book": "list",
              "on": "2026-11-22",
              "batch": true,
              "counts": "output tokens",
              "profiles": [
                {
                  "profile": "function",
                  "label": "one function",
                  "output_tokens": 500,
                  "costs": [
                    {
                      "model": "gpt-6-luna",
                      "model_id": "gpt-6-luna",
                      "cost_usd": 0.000125
                    },
                    {
                      "model": "qwen2.5-coder:7b",
                      "model_id": "qwen2.5-coder",
                      "cost_usd": 0
                    }
                  ]
                }
              ]
            }

            """, output);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task An_unknown_price_is_a_dash_and_makes_the_answer_no()
    {
        var (code, output, _) = await Run("--profile function --prices article --batch");
        Assert.Equal(1, code);
        Assert.Contains("function  one function            500                 -            -\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Give one of --model (a call), --profile (a profile of the article) and --path (a folder); --help has examples.")]
    [InlineData("--model gpt-4o --profile daily", "Give one of --model (a call), --profile (a profile of the article) and --path (a folder); --help has examples.")]
    [InlineData("--profile weekly", "--profile: there is no profile 'weekly'; choose one of: function, test-suite, daily, codebase, all.")]
    [InlineData("--profile daily --input 5", "--input does not go with --profile; it goes with --model.")]
    [InlineData("--path . --batch", "--batch does not go with --path; it goes with --model and --profile.")]
    [InlineData("--profile daily --models ,", "--models names no model; give one or several, such as claude-haiku-4-5,gpt-4o-mini.")]
    [InlineData("--profile daily --models gpt-4o-mimi", "--models: the catalogue does not know 'gpt-4o-mimi'. Did you mean gpt-4o-mini")]
    [InlineData("--path . --output-ratio much", "--output-ratio: 'much' is not a ratio; give a number from 0 to 100, such as 0.2.")]
    [InlineData("--path . --max-file-bytes 0", "--max-file-bytes: '0' is not a size; give a whole number from 1 to 100000000.")]
    public async Task Refuses_wrong_use_and_says_how_to_mend_it(string line, string said)
    {
        var (code, output, error) = await Run(line);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(said, error, StringComparison.Ordinal);
    }
}
