using System.Globalization;
using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Wire;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Catalogue;

public class ModelCheckCommandTests
{
    private static readonly ModelUsage Mini = new("gpt-4o-mini-2024-07-18", new Usage(Input: 40_000_000, CacheRead: 10_000_000, Output: 6_000_000), 1_204);

    private static Installation Uses(string[] aliases, params ModelUsage[] used) => new(ModelCatalogue.Embedded, PriceBook.List, "models.json",
        [.. aliases.Select(a => new AliasedModel("budget", a, ModelCatalogue.Embedded.Find(a)))], _ => used);

    private static (int Code, string Output) Run(Installation installation, bool json = false, string today = "2026-11-25")
    {
        using var output = new StringWriter();
        var code = ModelCheckCommand.Run(json, installation, output, new FakeTimeProvider(DateTimeOffset.Parse(today + "T12:00:00Z", CultureInfo.InvariantCulture)));
        return (code, output.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Names_what_ends_with_its_successor_and_the_difference_on_the_ledger()
    {
        var (code, output) = Run(Uses(["openai/gpt-4o-mini", "claude-haiku-5-5"], Mini, new ModelUsage("gpt-4o-mini", new Usage(Input: 1_000_000, Output: 0), 1)));
        Assert.Equal("""
            Of 2 models in use 1 is retired or ends within 90 days:

            gpt-4o-mini  ends 2027-01-14, in 50 days → gpt-6-luna
              named in farthing.yaml by budget; 1,205 calls in the last 30 days
              cost of these calls at today's prices: $10.50 here, $7.20 with gpt-6-luna: $3.30 (31 %) less
              reckoned with the same counts of tokens: the vocabulary is the same

            """.ReplaceLineEndings("\n"), output);
        Assert.Equal(1, code);
    }

    [Fact]
    public void Reckons_with_more_tokens_where_the_successor_cuts_finer()
    {
        var (code, output) = Run(Uses([], new ModelUsage("claude-sonnet-4-5", new Usage(Input: 1_000_000, Output: 100_000), 100)));
        Assert.Equal("""
            Of 1 model in use 1 is retired or ends within 90 days:

            claude-sonnet-4-5-20250929  ends 2026-11-30, in 5 days → claude-sonnet-5-5
              100 calls in the last 30 days
              cost of these calls at today's prices: $4.50 here, $3.90 with claude-sonnet-5-5: $0.60 (13 %) less
              reckoned with 1.3 times the tokens: the successor cuts the same text into more

            """.ReplaceLineEndings("\n"), output);
        Assert.Equal(1, code);
    }

    [Fact]
    public void A_retired_model_that_an_alias_still_names_is_found_without_any_call()
    {
        var (code, output) = Run(Uses(["claude-3-haiku-20240307"]));
        Assert.Contains("claude-3-haiku-20240307  retired 2026-04-20 → claude-haiku-5-5\n  named in farthing.yaml by budget; no call in the last 30 days\n", output, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public void All_is_well_with_0()
    {
        Assert.Equal((0, "Of 1 model in use none is retired or ends within 90 days.\n"), Run(Uses(["claude-haiku-5-5"])));
        Assert.Equal((0, "Nothing to check: farthing.yaml names no model, and the ledger has no call to a real model in the last 30 days.\n"), Run(Uses([])));
    }

    [Fact]
    public void What_the_catalogue_does_not_know_is_said()
    {
        var (code, output) = Run(Uses(["groq/llama-4"], new ModelUsage("of-tomorrow", new Usage(Input: 1, Output: 1), 1)));
        Assert.Equal((0, "Of 0 models in use none is retired or ends within 90 days.\nNot in the catalogue, so that no end of theirs is known: groq/llama-4, of-tomorrow.\n"), (code, output));
    }

    [Fact]
    public void Writes_the_same_as_json()
    {
        var (code, output) = Run(Uses(["gpt-4o-mini"], Mini), json: true);
        Assert.Equal(1, code);
        Assert.Equal("""{"on":"2026-11-25","models_in_use":1,"ending":[{"model":"gpt-4o-mini","retired":false,"shutdown_date":"2027-01-14","successor":"gpt-6-luna","aliases":["budget"],"calls_30_days":1204,"cost_usd":10.35,"successor_cost_usd":7.1,"token_ratio":1}],"not_in_catalogue":[]}""",
            JsonSerializer.Serialize(JsonDocument.Parse(output).RootElement));
    }

    /// <summary>100 calls of 90,000 tokens stay below the tier that begins above 100,000, though their sum is far above; 30 % more tokens do not.</summary>
    [Theory]
    [InlineData(90_000, 1, "0.9")]
    [InlineData(90_000, 1.3, "5.85")]
    [InlineData(100_001, 1, "5.00005")]
    public void The_tier_is_that_of_the_average_prompt(long prompt, double ratio, string cost) =>
        Assert.Equal(cost, new ModelUsage("m", new Usage(Input: 100 * prompt), 100)
            .Cost(ModelCatalogue.Embedded.Book("list")!.Find("claude-haiku-5-5", new DateOnly(2026, 11, 25)), (decimal)ratio)?.ToString());
}
