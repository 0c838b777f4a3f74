using System.Text.Json;
using Farthing.Costing.Advice;
using Farthing.Storage;
using Farthing.Tests.Catalogue;
using Xunit;

namespace Farthing.Tests.Costing.Advice;

public sealed class AdviseCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<(int Code, string Output, string Error)> Run(string line) =>
        CommandRun.Of(AdviseCommand.Create(Installed.Bare, CommandRun.Clock, name => name == "FARTHING_HOME" ? _folder.Path : null), line);

    private async Task<JsonElement> Json(string line) => JsonDocument.Parse((await Run(line + " --json")).Output).RootElement;

    [Fact]
    public async Task Three_sizes_of_team_are_advised_where_none_is_named()
    {
        var advice = (await Json("")).GetProperty("recommendations").EnumerateArray().Select(r => $"{r.GetProperty("profile")} {r.GetProperty("developers")} {r.GetProperty("take")}");
        Assert.Equal(["solo 1 gpt-6-luna", "team 10 gpt-6-luna", "enterprise 100 gpt-6-luna"], advice);
    }

    [Theory]
    [InlineData("--developers 1 --ecosystem claude", "solo", "claude-haiku-5-5")] // stays where it is, although the other is cheaper
    [InlineData("--developers 10 --ecosystem claude", "team", "claude-haiku-5-5")] // the difference does not pay for the move
    [InlineData("--developers 10 --ecosystem claude --migration-usd 300", "team", "gpt-6-luna")] // now it does
    [InlineData("--developers 1 --ecosystem claude --migration-usd 30", "solo", "claude-haiku-5-5")]
    [InlineData("--developers 10 --ecosystem openai --prices article", "team", "claude-haiku-4-5")] // the only one there that is not about to end
    [InlineData("--developers 10 --needs sampling", "team", "claude-haiku-4-5")] // gpt-6-luna: not established; haiku 5.5: none
    [InlineData("--developers 100 --models claude-haiku-5-5,gpt-6-luna --ecosystem mixed", "enterprise", "gpt-6-luna")]
    [InlineData("--developers 3 --needs local", "solo", "codellama")]
    public async Task Each_size_is_advised_by_its_rule(string line, string profile, string take)
    {
        var advice = (await Json(line)).GetProperty("recommendations")[0];
        Assert.Equal((profile, take), (advice.GetProperty("profile").GetString(), advice.GetProperty("take").GetString()));
    }

    [Fact]
    public async Task Where_no_model_will_do_the_answer_is_no_and_tells_why()
    {
        var (code, output, _) = await Run("--developers 10 --needs finetune,vision");
        Assert.Equal(1, code);
        Assert.Contains("claude-haiku-4-5  no finetune ", output, StringComparison.Ordinal);
        Assert.Contains("gpt-4o-mini       ends 2027-01-14, in 53 days → gpt-6-luna ", output, StringComparison.Ordinal);
        Assert.Contains("Team, 10 developers: no advice\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_is_requests_times_tokens_times_rates_with_each_model_s_own_tokens()
    {
        var models = (await Json("--requests-per-day 100 --input-tokens 10000 --output-tokens 1000 --shared 0.5 --cache-hits 0.8 --working-days 20")).GetProperty("models_per_developer_and_month");
        var haiku = models[0]; // 12,500 in, of which 6,250 are shared, and 1,250 out; 2,000 requests
        Assert.Equal("claude-haiku-4-5-20251001", haiku.GetProperty("model_id").GetString());
        Assert.Equal(2_000 * (12_500 * 1.00m + 1_250 * 5.00m) / 1_000_000, haiku.GetProperty("plain_usd").GetDecimal());
        Assert.Equal(2_000 * (6_250 * (1.00m + 0.8m * 0.10m + 0.2m * 1.25m) + 1_250 * 5.00m) / 1_000_000, haiku.GetProperty("cached_usd").GetDecimal());
        Assert.Equal(2_000 * (6_250 * (1.00m + 0.8m * 0.10m + 0.2m * 2.00m) + 1_250 * 5.00m) / 2_000_000, haiku.GetProperty("both_usd").GetDecimal());
    }

    [Fact]
    public async Task A_move_tells_when_it_is_paid_for()
    {
        var move = (await Json("--developers 10 --ecosystem claude --migration-usd 1000")).GetProperty("recommendations")[0].GetProperty("moves")[0];
        var saved = move.GetProperty("saved_usd_per_month").GetDecimal();
        Assert.Equal(("claude-haiku-4-5", "claude-haiku-5-5"), (move.GetProperty("from").GetString(), move.GetProperty("to").GetString()));
        Assert.Equal(decimal.Round(1_000 / saved, 2), move.GetProperty("months_to_pay").GetDecimal());
        Assert.Equal(decimal.Round(1_000 / saved * 88_000, 0), move.GetProperty("requests_to_pay").GetDecimal());
        Assert.Equal(decimal.Round(1_000 / saved / 12 * 400, 2), move.GetProperty("requests_per_day_to_pay_in_a_year").GetDecimal());
    }

    [Theory]
    [InlineData("list", "does_not_hold holds does_not_hold holds holds in_part holds does_not_hold does_not_hold does_not_hold cannot_be_told cannot_be_told cannot_be_told")]
    [InlineData("article", "holds holds holds holds cannot_be_told does_not_hold holds does_not_hold does_not_hold does_not_hold cannot_be_told cannot_be_told cannot_be_told")]
    public async Task The_claims_of_the_article_are_judged_by_the_price_book(string book, string verdicts)
    {
        var claims = (await Json($"--prices {book}")).GetProperty("claims").EnumerateArray().ToList();
        Assert.Equal(verdicts.Split(' '), claims.Select(c => c.GetProperty("verdict").GetString()));
        Assert.Contains("$5,000.00 takes 1,749 developers", (await Json("--prices article")).GetProperty("claims")[5].GetProperty("because").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_year_ago_the_same_claims_stood_better() =>
        Assert.Equal("holds", (await Json("--on 2025-11-25")).GetProperty("claims")[7].GetProperty("verdict").GetString());

    [Fact]
    public async Task The_ledger_tells_the_workload_in_tokens_that_all_models_share()
    {
        using (var connection = Database.Open(_folder.In("farthing.db")).Connect())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = """
                INSERT INTO hourly (hour, key_id, team, project, provider, model, session, user, label, simulated, calls, attempts, estimated, unpriced, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, cost_nanos, charged_nanos, total_ms) VALUES
                (0, 'k', '', '', 'anthropic', 'claude-haiku-4-5', '', '', '', 0, 30, 30, 0, 0, 100000, 80000, 20000, 0, 12500, 0, 0, 0, 0),
                (24, 'k', '', '', 'openai', 'gpt-4o-mini', '', '', '', 0, 10, 10, 0, 0, 40000, 0, 0, 0, 10000, 0, 0, 0, 0),
                (24, 'k', '', '', 'openai', 'gpt-4o', '', '', '', 0, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                (48, 'k', '', '', 'openai', 'gpt-4o', '', '', '', 1, 9, 9, 0, 0, 7, 0, 0, 0, 7, 0, 0, 0, 0)
                """;
            command.ExecuteNonQuery();
        }

        var work = (await Json("--developers 2 --from-ledger")).GetProperty("workload_per_developer");

        // Haiku's 200,000 in and 12,500 out are 160,000 and 10,000 of o200k_base, at 1.25.
        Assert.Equal("""
            {
                "requests_per_day": 10,
                "input_tokens": 5000,
                "output_tokens": 500,
                "shared_share": 0.4,
                "cache_hit_share": 0.8,
                "working_days": 22,
                "origin": "From the ledger: 40 calls on 2 days. What the caches did is its, too."
              }
            """, work.GetRawText());
    }

    [Theory]
    [InlineData("--developers 0", "--developers: '0' will not do; give a whole number from 1 to 1000000.")]
    [InlineData("--shared 2", "--shared: '2' will not do; give a number from 0 to 1.")]
    [InlineData("--input-tokens 1.5", "--input-tokens: '1.5' will not do; give a whole number from 0 to 10000000.")]
    [InlineData("--ecosystem java", "--ecosystem: 'java' is not known; choose one of: claude, openai, mixed.")]
    [InlineData("--needs flying", "--needs: 'flying' is not known; choose of: vision, tools, ")]
    [InlineData("--prices dream", "--prices: there is no price book 'dream'; choose one of: list, article.")]
    [InlineData("--from-ledger", "--from-ledger: say with --developers how many people the ledger's calls are from.")]
    [InlineData("--from-ledger --developers 2 --shared 0.5", "--shared does not go with --from-ledger, which tells it.")]
    [InlineData("--from-ledger --developers 2", "--from-ledger: there is no ledger at ")]
    public async Task Refuses_wrong_use_and_says_how_to_mend_it(string line, string said)
    {
        var (code, output, error) = await Run(line);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_without_calls_is_told()
    {
        Database.Open(_folder.In("farthing.db"));
        Assert.StartsWith("--from-ledger: the ledger has no settled call of a real model yet", (await Run("--from-ledger --developers 2")).Error, StringComparison.Ordinal);
    }
}
