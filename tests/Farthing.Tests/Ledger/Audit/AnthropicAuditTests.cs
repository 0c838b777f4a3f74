using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Ledger.Audit;

public class AnthropicAuditTests
{
    /// <summary>Two pages as two documents, grouped by key and service tier; the second day has no use.</summary>
    private const string Usage = """
        {
          "data": [
            {
              "starting_at": "2026-11-20T00:00:00Z",
              "ending_at": "2026-11-21T00:00:00Z",
              "results": [
                {
                  "uncached_input_tokens": 1500,
                  "cache_creation": { "ephemeral_1h_input_tokens": 1000, "ephemeral_5m_input_tokens": 500 },
                  "cache_read_input_tokens": 200,
                  "output_tokens": 400,
                  "server_tool_use": { "web_search_requests": 0 },
                  "api_key_id": "apikey_1",
                  "workspace_id": null,
                  "account_id": null,
                  "service_account_id": null,
                  "model": "claude-haiku-4-5-20251001",
                  "service_tier": "standard",
                  "context_window": "0-200k",
                  "inference_geo": "global"
                },
                {
                  "uncached_input_tokens": 7,
                  "cache_creation": { "ephemeral_1h_input_tokens": 0, "ephemeral_5m_input_tokens": 0 },
                  "cache_read_input_tokens": 0,
                  "output_tokens": 3,
                  "server_tool_use": { "web_search_requests": 0 },
                  "api_key_id": "apikey_2",
                  "workspace_id": null,
                  "model": "claude-haiku-4-5-20251001",
                  "service_tier": "standard",
                  "context_window": "0-200k"
                }
              ]
            }
          ],
          "has_more": true,
          "next_page": "page_2"
        }
        {
          "data": [{ "starting_at": "2026-11-21T00:00:00Z", "ending_at": "2026-11-22T00:00:00Z", "results": [] }],
          "has_more": false,
          "next_page": null
        }
        """;

    private const string Cost = """
        {
          "data": [
            {
              "starting_at": "2026-11-20T00:00:00Z",
              "ending_at": "2026-11-21T00:00:00Z",
              "results": [
                { "amount": "0.1507", "currency": "USD", "cost_type": "tokens", "description": "Claude Haiku 4.5 Usage - Input Tokens", "model": "claude-haiku-4-5-20251001", "service_tier": "standard", "token_type": "uncached_input_tokens", "context_window": "0-200k", "inference_geo": "global", "workspace_id": null },
                { "amount": "0.002", "currency": "USD", "cost_type": "tokens", "description": "Claude Haiku 4.5 Usage - Input Tokens, Cache Read", "model": "claude-haiku-4-5-20251001", "service_tier": "standard", "token_type": "cache_read_input_tokens", "context_window": "0-200k", "workspace_id": null },
                { "amount": "0.0625", "currency": "USD", "cost_type": "tokens", "description": "Claude Haiku 4.5 Usage - Input Tokens, Cache Write", "model": "claude-haiku-4-5-20251001", "service_tier": "standard", "token_type": "cache_creation.ephemeral_5m_input_tokens", "context_window": "0-200k", "workspace_id": null },
                { "amount": "0.2", "currency": "USD", "cost_type": "tokens", "description": "Claude Haiku 4.5 Usage - Input Tokens, Cache Write 1h", "model": "claude-haiku-4-5-20251001", "service_tier": "standard", "token_type": "cache_creation.ephemeral_1h_input_tokens", "context_window": "0-200k", "workspace_id": null },
                { "amount": "0.2015", "currency": "USD", "cost_type": "tokens", "description": "Claude Haiku 4.5 Usage - Output Tokens", "model": "claude-haiku-4-5-20251001", "service_tier": "standard", "token_type": "output_tokens", "context_window": "0-200k", "workspace_id": null }
              ]
            }
          ],
          "has_more": false,
          "next_page": null
        }
        """;

    /// <summary>Three calls that add up to the reports; one was answered under the alias, two under the dated name.</summary>
    private static async Task<AuditedBooks> SpentAsync()
    {
        var books = new AuditedBooks();
        await books.ClaudeAsync(AuditedBooks.On(20, 0), new Usage(Input: 1_000, CacheRead: 200, CacheWrite5m: 500, CacheWrite1h: 1_000, Output: 300));
        await books.ClaudeAsync(AuditedBooks.On(20, 12), new Usage(Input: 500, Output: 100), served: "claude-haiku-4-5");
        await books.ClaudeAsync(AuditedBooks.On(20, 23.9), new Usage(Input: 7, Output: 3));
        await books.ClaudeAsync(AuditedBooks.On(19), new Usage(Input: 9, Output: 9)); // before it
        await books.OpenAIAsync(AuditedBooks.On(20), new Usage(Input: 9, Output: 9)); // another vendor's
        await books.CallAsync("ollama", "qwen2.5-coder:7b", null, AuditedBooks.On(20), new Usage(Input: 9, Output: 9), null); // nobody's
        return books;
    }

    [Fact]
    public async Task A_usage_report_that_says_the_same_ends_with_0()
    {
        await using var books = await SpentAsync();
        Assert.Equal((0, "Anthropic usage report of 2026-11-20 to 2026-11-21 (UTC) beside the ledger's calls to anthropic: 5 figures, all equal.\n", ""), await books.AuditAsync(Usage));
    }

    [Fact]
    public async Task A_cost_report_that_says_the_same_to_the_nano_dollar_ends_with_0()
    {
        await using var books = await SpentAsync();
        Assert.Equal((0, "Anthropic cost report of 2026-11-20 (UTC) beside the ledger's calls to anthropic: 6 figures, all equal.\n", ""), await books.AuditAsync(Cost));
    }

    [Fact]
    public async Task One_token_and_one_nano_dollar_are_differences()
    {
        await using var books = await SpentAsync();
        Assert.Equal((1, """
            Anthropic usage report of 2026-11-20 to 2026-11-21 (UTC) beside the ledger's calls to anthropic: 5 figures, 1 differs.

            2026-11-20  claude-haiku-4-5-20251001
              tokens  ours  theirs  theirs - ours
              output   403     404              1
              - The vendor counts more than went through Farthing, and nothing in the ledger tells why: probably calls
                from elsewhere on the same account.

            """, ""), await books.AuditAsync(Usage.Replace("\"output_tokens\": 3,", "\"output_tokens\": 4,", StringComparison.Ordinal)));
        Assert.Equal((1, """
            Anthropic cost report of 2026-11-20 (UTC) beside the ledger's calls to anthropic: 6 figures, 2 differ.

            2026-11-20  claude-haiku-4-5-20251001
              US dollars      ours       theirs  theirs - ours
              output      0.002015  0.002014999   -0.000000001
              cost        0.006167  0.006166999   -0.000000001
              - The vendor counts less, and nothing in the ledger tells why: the export may be filtered (by key, workspace
                or project).

            """, ""), await books.AuditAsync(Cost.Replace("0.2015", "0.2014999", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_price_that_the_vendor_has_changed_shows()
    {
        await using var books = await SpentAsync();
        Assert.Equal((1, """
            Anthropic cost report of 2026-11-20 (UTC) beside the ledger's calls to anthropic: 6 figures, 2 differ.

            2026-11-20  claude-haiku-4-5-20251001
              US dollars      ours    theirs  theirs - ours
              cache_read   0.00002  0.000018      -0.000002
              cost        0.006167  0.006165      -0.000002
              - Theirs is what our tokens cost at $0.09 per million; the ledger used $0.10: the price differs.

            """, ""), await books.AuditAsync(Cost.Replace("\"0.002\"", "\"0.0018\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Each_cause_that_the_ledger_knows_is_named()
    {
        await using var books = await SpentAsync();
        await books.ClaudeAsync(AuditedBooks.On(20, 8), new Usage(Input: 10, Output: 20), estimated: true);
        await books.ClaudeAsync(AuditedBooks.On(20, 9), new Usage(Input: 10, Output: 20), simulated: true);
        await books.ClaudeAsync(AuditedBooks.On(20, 23.99), new Usage(Input: 1, Output: 1), ended: AuditedBooks.On(21, 0.1));
        await books.CrashAsync("anthropic", "claude-haiku-4-5", AuditedBooks.On(20, 7));
        await books.CallAsync("anthropic", "claude-next-20270101", null, AuditedBooks.On(21, 1), new Usage(Input: 5, Output: 6), null);
        await books.CallAsync("anthropic", "claude-sonnet-4-6", null, AuditedBooks.On(21, 1), new Usage(Input: 5), AuditedBooks.Haiku);

        var second = Row("claude-next", 50, 60) + "," + Row("claude-opus-5", 1, 2) + "," + Row("claude-opus-5", 1_000, 2_000, "batch");
        Assert.Equal((1, """
            Anthropic usage report of 2026-11-20 to 2026-11-21 (UTC) beside the ledger's calls to anthropic: 25 figures, 9 differ.

            2026-11-20  claude-haiku-4-5-20251001
              tokens   ours  theirs  theirs - ours
              input   1,518   1,507            -11
              output    424     403            -21
              - 1 of our 6 calls is estimated: the provider did not report what it used.
              - 1 call was cut off by a crash: what it used is not known.
              - 1 call began in this bucket and ended after it: the vendor may count it in a later one.
              - 1 call of this model was simulated and is not in ours: the vendor never saw it.

            2026-11-21  claude-next
              tokens  ours  theirs  theirs - ours
              input      0      50             50
              output     0      60             60
              - The ledger has the model as claude-next-20270101: the names differ by a date or an alias, and the
                catalogue does not know them as one model.

            2026-11-21  claude-next-20270101
              tokens  ours  theirs  theirs - ours
              input      5       0             -5
              output     6       0             -6
              - The vendor has the model as claude-next: the names differ by a date or an alias, and the catalogue does
                not know them as one model.

            2026-11-21  claude-opus-5
              tokens  ours  theirs  theirs - ours
              input      0   1,001          1,001
              output     0   2,002          2,002
              - input: 1,000 of theirs ran in batches, which do not go through Farthing.
              - No such call went through Farthing in that time: the account is used elsewhere, too.
              - output: 2,000 of theirs ran in batches, which do not go through Farthing.

            2026-11-21  claude-sonnet-4-6
              tokens  ours  theirs  theirs - ours
              input      5       0             -5
              - The export has nothing of this model in that time: it is filtered (by key, workspace or project), or not
                complete yet.

            Not compared: 1 simulated call, which the vendor never saw.

            """, ""), await books.AuditAsync(Usage.Replace("\"results\": []", $"\"results\": [{second}]", StringComparison.Ordinal)));

        static string Row(string model, int input, int output, string tier = "standard") => $$"""
            { "uncached_input_tokens": {{input}}, "cache_creation": { "ephemeral_1h_input_tokens": 0, "ephemeral_5m_input_tokens": 0 }, "cache_read_input_tokens": 0, "output_tokens": {{output}}, "model": "{{model}}", "service_tier": "{{tier}}" }
            """;
    }

    [Fact]
    public async Task A_crash_shows_in_the_cost()
    {
        await using var books = await SpentAsync();
        await books.CrashAsync("anthropic", "claude-haiku-4-5", AuditedBooks.On(20, 7));
        Assert.Equal((1, """
            Anthropic cost report of 2026-11-20 (UTC) beside the ledger's calls to anthropic: 6 figures, 1 differs.

            2026-11-20  claude-haiku-4-5-20251001
              US dollars      ours    theirs  theirs - ours
              cost        0.026167  0.006167          -0.02
              - 1 call was cut off by a crash and charged at the most that it could cost, $0.02 in all.

            """, ""), await books.AuditAsync(Cost));
    }

    [Fact]
    public async Task Sums_over_all_models_are_compared_where_the_export_names_none_and_a_day_may_not_be_over()
    {
        await using var books = new AuditedBooks();
        await books.ClaudeAsync(AuditedBooks.On(22, 1), new Usage(Input: 1_000_000, Output: 0));
        await books.CallAsync("anthropic", "claude-opus-5", null, AuditedBooks.On(22, 2), new Usage(Input: 1_000_000, Output: 0), AuditedBooks.Haiku);
        var (code, output, _) = await books.AuditAsync("""
            [{"data":[{"starting_at":"2026-11-22T00:00:00Z","ending_at":"2026-11-23T00:00:00Z","results":[
                {"amount":"250","currency":"USD","cost_type":null,"description":null,"model":null,"token_type":null,"workspace_id":"wrkspc_1"}]}],"has_more":true,"next_page":"page_2"}]
            """);
        Assert.Equal((1, """
            Anthropic cost report of 2026-11-22 (UTC) beside the ledger's calls to anthropic: 1 figure, 1 differs.

            2026-11-22  all models
              US dollars  ours  theirs  theirs - ours
              cost        2.00    2.50           0.50
              - The bucket is not over yet.

            The last page says that there are more (has_more): only the buckets in the file are compared.

            """), (code, output));
    }

    [Fact]
    public async Task What_is_no_model_s_is_named_as_such_and_json_has_it_all()
    {
        await using var books = new AuditedBooks();
        var (code, output, _) = await books.AuditAsync("""
            {"data":[{"starting_at":"2026-11-20T00:00:00Z","ending_at":"2026-11-21T00:00:00Z","results":[
                {"amount":"10.5","currency":"USD","cost_type":"web_search","description":"Web Search Usage","model":null,"token_type":null,"service_tier":null,"workspace_id":null},
                {"amount":"0.00012","currency":"USD","cost_type":"tokens","description":"Claude Haiku 4.5 Usage - Output Tokens, Batch","model":"claude-haiku-4-5-20251001","token_type":"output_tokens","service_tier":"batch","workspace_id":null}]}],"has_more":false,"next_page":null}
            """, options: "--json");
        Assert.Equal((1, """
            {
              "form": "Anthropic cost report",
              "providers": [
                "anthropic"
              ],
              "from": "2026-11-20T00:00:00Z",
              "to": "2026-11-21T00:00:00Z",
              "buckets": 1,
              "figures": 7,
              "simulated_calls_not_compared": 0,
              "differences": [
                {
                  "from": "2026-11-20T00:00:00Z",
                  "to": "2026-11-21T00:00:00Z",
                  "model": null,
                  "part": "web_search",
                  "unit": "usd",
                  "ours": 0,
                  "theirs": 0.105,
                  "theirs_minus_ours": 0.105,
                  "reasons": [
                    "It is told of no model, so nothing of the ledger's can be set beside it; Farthing counts tokens of models alone."
                  ]
                },
                {
                  "from": "2026-11-20T00:00:00Z",
                  "to": "2026-11-21T00:00:00Z",
                  "model": "claude-haiku-4-5-20251001",
                  "part": "output",
                  "unit": "usd",
                  "ours": 0,
                  "theirs": 0.0000012,
                  "theirs_minus_ours": 0.0000012,
                  "reasons": [
                    "$0.0000012 of theirs ran in batches, which do not go through Farthing."
                  ]
                },
                {
                  "from": "2026-11-20T00:00:00Z",
                  "to": "2026-11-21T00:00:00Z",
                  "model": "claude-haiku-4-5-20251001",
                  "part": "cost",
                  "unit": "usd",
                  "ours": 0,
                  "theirs": 0.0000012,
                  "theirs_minus_ours": 0.0000012,
                  "reasons": [
                    "$0.0000012 of theirs ran in batches, which do not go through Farthing."
                  ]
                }
              ],
              "notes": []
            }

            """), (code, output));
    }

    [Fact]
    public async Task Hours_are_compared_with_hours_and_since_and_until_choose_among_them()
    {
        await using var books = new AuditedBooks();
        await books.ClaudeAsync(AuditedBooks.On(20, 10.99), new Usage(Input: 3, Output: 4));
        var export = $$"""{"data":[{{Hour(9)}},{{Hour(10)}},{{Hour(11)}}],"has_more":false,"next_page":null}""";
        Assert.Equal((1, """
            Anthropic usage report of 2026-11-20 09:00 to 12:00 (UTC) beside the ledger's calls to anthropic: 5 figures, 2 differ.

            2026-11-20 10:00 to 11:00  claude-haiku-4-5-20251001
              tokens  ours  theirs  theirs - ours
              input      3       0             -3
              output     4       0             -4
              - The export has nothing of this model in that time: it is filtered (by key, workspace or project), or not
                complete yet.

            """, ""), await books.AuditAsync(export));
        Assert.Equal((2, "", "farthing spend audit: the export has no bucket in that time; it covers 2026-11-20 09:00 to 2026-11-20 12:00 (UTC)\n"), await books.AuditAsync(export, options: ["--since", "2026-11-21"]));
        Assert.Equal((0, "Anthropic usage report of 2026-11-20 09:00 to 12:00 (UTC) beside the ledger's calls to work: neither has anything.\n", ""), await books.AuditAsync(export, options: ["--provider", "work"]));

        static string Hour(int hour) => $$"""{"starting_at":"2026-11-20T{{hour:00}}:00:00Z","ending_at":"2026-11-20T{{hour + 1:00}}:00:00Z","results":[]}""";
    }
}
