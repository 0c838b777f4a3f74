using System.CommandLine;
using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Costing.Savings;
using Farthing.Gateway.TokenCounts;
using Farthing.Tests.Catalogue;
using Farthing.Tests.Ledger.Audit;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Costing.Savings;

public class SavingsCommandTests
{
    private static Task<(int Code, string Output, string Error)> Run(AuditedBooks books, string line = "", OpenInstallation? open = null) =>
        CommandRun.Of(new RootCommand { SavingsCommand.Create(open ?? Installed.Bare, CommandRun.Clock) }, $"savings --data {books.Folder} {line}");

    private static async Task<JsonElement> Json(AuditedBooks books, string line, OpenInstallation? open = null) => JsonDocument.Parse((await Run(books, line + " --json", open)).Output).RootElement;

    /// <summary>The cache is written once and read once.</summary>
    private static async Task<AuditedBooks> SpentAsync()
    {
        var books = new AuditedBooks();
        await books.ClaudeAsync(AuditedBooks.On(20), new Usage(Input: 10_000, CacheWrite5m: 40_000, Output: 1_000));
        await books.ClaudeAsync(AuditedBooks.On(21), new Usage(Input: 10_000, CacheRead: 40_000, Output: 1_000));
        return books;
    }

    [Fact]
    public async Task The_same_calls_on_the_usual_models_without_caches_and_in_batches()
    {
        await using var books = await SpentAsync();
        Assert.Equal((0, """
            Price book 'list', on 2026-11-22. The vendors' list prices.

            2 calls, $0.084 paid; caching saved $0.026 of $0.11.
                                          tokens  as cached  at least  at most  without caches  in batches           saves
            as it was                          1    $0.0840   $0.0840  $0.0840         $0.1100     $0.0420
            gpt-6-luna        0.8 (0.57 to 1.08)    $0.0067   $0.0048  $0.0091         $0.0088     $0.0034  $0.0773 (92 %)
            gpt-4o-mini       0.8 (0.57 to 1.08)    $0.0106   $0.0075  $0.0143         $0.0130     $0.0065  $0.0734 (87 %)
            claude-haiku-5-5    1.28 (1 to 1.47)    $0.0108   $0.0084  $0.0123         $0.0141     $0.0054  $0.0732 (87 %)
            claude-haiku-4-5                   1    $0.0840   $0.0840  $0.0840         $0.1100     $0.0420   $0.0000 (0 %)

            - All but what was paid is reckoned with the prices of 2026-11-22, whenever a call was; a prompt's length
              decides its price tier call by call.
            - tokens: of the other model for each that was counted, because vocabularies cut the same text differently;
              costs are with the likely figure, at least and at most with the ends of the range.
            - The caches are taken to keep what they kept; how long a prompt must be for another model's cache, and what
              it would charge to write what the used one wrote for nothing, is not reckoned.
            - in batches: as cached, at batch prices, for what can wait a day; a dash has no known batch price.
            - Answers are taken to be as long as they were; thinking is billed as output, and claude-haiku-4-5,
              claude-haiku-5-5, gpt-6-luna can think more or less.
            - gpt-4o-mini ends on 2027-01-14, in 53 days; its successor is gpt-6-luna.

            """, ""), await Run(books));
    }

    /// <summary>Its hold ran out, it was charged as unknown, and corrected when it came to its end.</summary>
    [Fact]
    public async Task A_call_that_was_corrected_counts_once_at_what_it_really_cost()
    {
        await using var books = new AuditedBooks();
        await books.CallAsync("anthropic", "claude-haiku-4-5", "claude-haiku-4-5-20251001", AuditedBooks.On(20), new Usage(Input: 10_000, Output: 1_000), AuditedBooks.Haiku, lapsed: true);

        var report = await Json(books, "");

        Assert.Equal((1, 0.015m), (report.GetProperty("traffic")[0].GetProperty("calls").GetInt32(), report.GetProperty("traffic")[0].GetProperty("paid_usd").GetDecimal()));
    }

    [Fact]
    public async Task What_a_server_of_ones_own_answered_for_nothing_is_not_priced_as_the_model_of_that_name()
    {
        await using var books = new AuditedBooks();
        await books.CallAsync("vllm", "gpt-4o-mini", "gpt-4o-mini", AuditedBooks.On(20), new Usage(Input: 10_000, Output: 1_000), rates: null, free: true);

        var report = await Json(books, "");

        Assert.Equal(0m, report.GetProperty("traffic")[0].GetProperty("as_it_was").GetProperty("as_cached_usd").GetProperty("likely").GetDecimal());
    }

    [Fact]
    public async Task What_is_not_known_or_not_real_is_left_out_and_said()
    {
        await using var books = await SpentAsync();
        await books.ClaudeAsync(AuditedBooks.On(21), new Usage(Input: 1_000_000, Output: 1), simulated: true);
        await books.ClaudeAsync(AuditedBooks.On(21), new Usage(Input: 10, Output: 10), estimated: true);
        await books.CallAsync("openai", "text-embedding-3-small", null, AuditedBooks.On(21), new Usage(Input: 1_000_000, Output: 0), null, dialect: "openai-embeddings");
        await books.CallAsync("ollama", "qwen2.5-coder:7b", null, AuditedBooks.On(21), new Usage(Input: 1_000, Output: 1_000), null);
        await books.CallAsync("groq", "of-tomorrow", null, AuditedBooks.On(21), new Usage(Input: 10, Output: 10), null);
        await books.CallAsync("groq", "of-tomorrow", null, AuditedBooks.On(21), Usage.Unreported, null);
        await books.CrashAsync("anthropic", "claude-haiku-4-5", AuditedBooks.On(21));
        Assert.Equal((0, """
            Price book 'list', on 2026-11-22. The vendors' list prices.

            claude-haiku-4-5-20251001: 3 calls, $0.08406 paid; caching saved $0.026 of $0.11006.
                                        tokens  as cached  at least  at most  without caches  in batches           saves
            as it was                        1    $0.0841   $0.0841  $0.0841         $0.1101     $0.0420
            claude-haiku-5-5  1.28 (1 to 1.47)    $0.0108   $0.0084  $0.0124         $0.0141     $0.0054  $0.0733 (87 %)

            of-tomorrow: 1 call, $0.00 paid; caching saved nothing.
                                          tokens   as cached     at least      at most  without caches  in batches  saves
            as it was                          1           -            -            -               -           -
            claude-haiku-5-5  1.6 (0.86 to 2.99)  $0.0000096  $0.00000516  $0.00001794      $0.0000096  $0.0000048      -

            qwen2.5-coder: 1 call, $0.00 paid; caching saved nothing.
                                          tokens  as cached   at least  at most  without caches  in batches      saves
            as it was                          1    $0.0000    $0.0000  $0.0000         $0.0000     $0.0000
            claude-haiku-5-5  1.6 (0.86 to 2.99)   $0.00096  $0.000516  $0.0018        $0.00096    $0.00048  -$0.00096

            - All but what was paid is reckoned with the prices of 2026-11-22, whenever a call was; a prompt's length
              decides its price tier call by call.
            - tokens: of the other model for each that was counted, because vocabularies cut the same text differently;
              costs are with the likely figure, at least and at most with the ends of the range.
            - The caches are taken to keep what they kept; how long a prompt must be for another model's cache, and what
              it would charge to write what the used one wrote for nothing, is not reckoned.
            - in batches: as cached, at batch prices, for what can wait a day; a dash has no known batch price.
            - Answers are taken to be as long as they were; thinking is billed as output, and claude-haiku-5-5 can think
              more or less.
            - No price is known on that day of of-tomorrow; price_overrides in farthing.yaml gives one.
            - Not compared: 1 call that a crash cut off, charged $0.02 in all.
            - Not compared: 1 call of which no usage is known.
            - 1 call is estimated: the provider did not report what was used.

            """, ""), await Run(books, "--by model --models claude-haiku-5-5"));
    }

    /// <summary>78,125 tokens of the old vocabulary are 100,000 of the new one, up to which the lower tier holds; one more is beyond. The sum tells nothing of that.</summary>
    [Fact]
    public async Task A_price_tier_is_that_of_each_call_and_not_of_the_sum()
    {
        await using var books = new AuditedBooks();
        await books.ClaudeAsync(AuditedBooks.On(20), new Usage(Input: 78_125, Output: 0));
        await books.ClaudeAsync(AuditedBooks.On(20), new Usage(Input: 78_126, Output: 0));
        var cost = (await Json(books, "--models claude-haiku-5-5")).GetProperty("traffic")[0].GetProperty("on_other_models")[0].GetProperty("as_cached_usd");
        Assert.Equal(1.00m * (78_125 + 78_126) * 0.10m / 1_000_000, cost.GetProperty("low").GetDecimal());
        Assert.Equal(1.28m * (78_125 * 0.10m + 78_126 * 0.50m) / 1_000_000, cost.GetProperty("likely").GetDecimal());
        Assert.Equal(1.47m * (78_125 + 78_126) * 0.50m / 1_000_000, cost.GetProperty("high").GetDecimal());
    }

    [Fact]
    public async Task How_a_model_cuts_text_is_learnt_from_the_installation_s_own_requests()
    {
        await using var books = await SpentAsync();
        var fit = Enumerable.Repeat(new TokenParts(1_000, 0, 0, 0, false), 100).Aggregate(FactorFit.None, (sum, parts) => sum.With(parts, 2_000));
        await books.LearnAsync("claude-haiku-5-5", fit);
        var report = await Json(books, "--models claude-haiku-5-5");
        Assert.Equal("""{"low":1,"likely":1.59,"high":1.59}""", JsonSerializer.Serialize(report.GetProperty("traffic")[0].GetProperty("on_other_models")[0].GetProperty("tokens")));
        Assert.Contains("How claude-haiku-5-5 cuts text was learnt from 100 of this installation's requests.", report.GetProperty("notes").EnumerateArray().Select(n => n.GetString()));
    }

    [Fact]
    public async Task The_prices_are_those_of_the_installation()
    {
        await using var books = await SpentAsync();
        var mine = ModelCatalogue.Embedded.With([new PriceOverride("gpt-6-luna", new Price { Rates = new Rates(Input: 7, CacheRead: 7, Output: 7), AsOf = default, Sources = ["mine"] })], PriceBook.List);
        var cost = (await Json(books, "--models gpt-6-luna", (_, _, _) => new Installation(mine, PriceBook.List, "models.json", [], _ => []))).GetProperty("traffic")[0].GetProperty("on_other_models")[0];
        Assert.Equal(0.8m * 102_000 * 7 / 1_000_000, cost.GetProperty("as_cached_usd").GetProperty("likely").GetDecimal());
        Assert.Equal(JsonValueKind.Null, cost.GetProperty("in_batches_usd").ValueKind);
    }

    [Fact]
    public async Task A_ledger_without_real_calls_has_nothing_to_compare()
    {
        await using var books = new AuditedBooks();
        Assert.Equal((0, "The ledger has no call to a real model in that time. --since all goes back to the beginning.\n", ""), await Run(books));
    }

    [Theory]
    [InlineData("--by key", "farthing savings: --by: 'key' is no grouping here; write model, or leave it out for all calls together\n")]
    [InlineData("--since soon", "farthing savings: --since: 'soon' is no time; write days or hours back, as in 7d or 24h, a day, as in 2026-11-01, or all\n")]
    [InlineData("--models zzzz", "farthing savings: --models: the catalogue does not know 'zzzz'. 'farthing models --all' lists every model.\n")]
    [InlineData("--prices dream", "farthing savings: --prices: there is no price book 'dream'; choose one of: list, article.\n")]
    public async Task Refuses_wrong_use_and_says_how_to_mend_it(string line, string said)
    {
        await using var books = new AuditedBooks();
        Assert.Equal((2, "", said), await Run(books, line));
    }
}
