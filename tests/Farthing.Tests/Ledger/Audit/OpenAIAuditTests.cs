using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Ledger.Audit;

public class OpenAIAuditTests
{
    /// <summary>2026-11-20, UTC.</summary>
    private const string Usage = """
        {
          "object": "page",
          "data": [
            {
              "object": "bucket",
              "start_time": 1795132800,
              "end_time": 1795219200,
              "results": [
                {
                  "object": "organization.usage.completions.result",
                  "input_tokens": 1000,
                  "input_cached_tokens": 800,
                  "output_tokens": 500,
                  "input_audio_tokens": 0,
                  "output_audio_tokens": 0,
                  "num_model_requests": 2,
                  "project_id": null,
                  "user_id": null,
                  "api_key_id": null,
                  "model": "gpt-4o-mini-2024-07-18",
                  "batch": false,
                  "service_tier": "default"
                }
              ]
            }
          ],
          "has_more": false,
          "next_page": null
        }
        """;

    private const string Costs = """
        {
          "object": "page",
          "data": [
            {
              "object": "bucket",
              "start_time": 1795132800,
              "end_time": 1795219200,
              "results": [
                { "object": "organization.costs.result", "amount": { "value": 3e-05, "currency": "usd" }, "line_item": "gpt-4o-mini-2024-07-18, input", "project_id": "proj_1", "quantity": 200.0 },
                { "object": "organization.costs.result", "amount": { "value": "0.0000600000000000000000000000000000", "currency": "usd" }, "line_item": "gpt-4o-mini-2024-07-18, cached input", "project_id": "proj_1" },
                { "object": "organization.costs.result", "amount": { "value": 0.0003, "currency": "usd" }, "line_item": "gpt-4o-mini-2024-07-18, output", "project_id": "proj_1" }
              ]
            }
          ],
          "has_more": false,
          "next_page": null
        }
        """;

    private static async Task<AuditedBooks> SpentAsync()
    {
        var books = new AuditedBooks();
        await books.OpenAIAsync(AuditedBooks.On(20), new Usage(Input: 100, CacheRead: 400, Output: 400));
        await books.OpenAIAsync(AuditedBooks.On(20), new Usage(Input: 100, CacheRead: 400, Output: 100), served: "gpt-4o-mini");
        await books.ClaudeAsync(AuditedBooks.On(20), new Usage(Input: 9, Output: 9));
        return books;
    }

    [Fact]
    public async Task A_usage_report_that_says_the_same_ends_with_0()
    {
        await using var books = await SpentAsync();
        await books.CallAsync("openai", "text-embedding-3-small", null, AuditedBooks.On(20), new Usage(Input: 9, Output: 0), null, dialect: "openai-embeddings");
        Assert.Equal((0, "OpenAI usage report of 2026-11-20 (UTC) beside the ledger's calls to openai: 4 figures, all equal.\n", ""), await books.AuditAsync(Usage));
    }

    [Fact]
    public async Task A_cost_report_that_says_the_same_ends_with_0()
    {
        await using var books = await SpentAsync();
        Assert.Equal((0, "OpenAI cost report of 2026-11-20 (UTC) beside the ledger's calls to openai: 6 figures, all equal.\n", ""), await books.AuditAsync(Costs));
    }

    [Fact]
    public async Task Requests_are_counted_as_the_ledger_counts_calls()
    {
        await using var books = await SpentAsync();
        await books.OpenAIAsync(AuditedBooks.On(20), new Usage(Input: 0, Output: 0), retries: 2);
        await books.CrashAsync("openai", "gpt-4o-mini", AuditedBooks.On(20), AuditedBooks.On(20));
        Assert.Equal((1, """
            OpenAI usage report of 2026-11-20 (UTC) beside the ledger's calls to openai: 4 figures, 1 differs.

            2026-11-20  gpt-4o-mini
              tokens    ours  theirs  theirs - ours
              requests     5       2             -3
              - 2 calls were cut off by a crash: whether the vendor served them is not known.
              - 2 of our tries failed and were repeated; the ledger counts a call once.

            """, ""), await books.AuditAsync(Usage));
    }

    /// <summary>From GPT-5.6 on writes to the cache are counted, and are a part of the input.</summary>
    [Fact]
    public async Task What_is_written_to_a_cache_is_a_part_of_its_own_where_the_report_has_it()
    {
        await using var books = new AuditedBooks();
        await books.CallAsync("openai", "gpt-6-luna", "gpt-6-luna", AuditedBooks.On(20), new Usage(Input: 100, CacheRead: 800, CacheWrite5m: 100, Output: 500), null, dialect: "openai-responses");
        var one = Usage.Replace("gpt-4o-mini-2024-07-18", "gpt-6-luna", StringComparison.Ordinal).Replace("\"num_model_requests\": 2", "\"num_model_requests\": 1", StringComparison.Ordinal);
        Assert.Equal((0, "OpenAI usage report of 2026-11-20 (UTC) beside the ledger's calls to openai: 4 figures, all equal.\n", ""), await books.AuditAsync(one));
        Assert.Equal((0, "OpenAI usage report of 2026-11-20 (UTC) beside the ledger's calls to openai: 5 figures, all equal.\n", ""),
            await books.AuditAsync(one.Replace("\"input_cached_tokens\": 800", "\"input_cached_tokens\": 800, \"input_cache_write_tokens\": 100", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Services_that_do_not_pass_through_and_items_of_no_model_are_named()
    {
        await using var books = await SpentAsync();
        var more = """
            { "object": "organization.costs.result", "amount": { "value": 0.5, "currency": "usd" }, "line_item": "evals | gpt-4o-mini-2024-07-18, input" },
            { "object": "organization.costs.result", "amount": { "value": 0.25, "currency": "usd" }, "line_item": "priority | gpt-4o-mini-2024-07-18, output, long context" },
            { "object": "organization.costs.result", "amount": { "value": 0.03, "currency": "usd" }, "line_item": "web search tool calls" },
            """;
        Assert.Equal((1, """
            OpenAI cost report of 2026-11-20 (UTC) beside the ledger's calls to openai: 7 figures, 4 differ.

            2026-11-20  no model
              US dollars             ours  theirs  theirs - ours
              web search tool calls  0.00    0.03           0.03
              - It is told of no model, so nothing of the ledger's can be set beside it; Farthing counts tokens of models
                alone.

            2026-11-20  gpt-4o-mini
              US dollars     ours   theirs  theirs - ours
              input       0.00003  0.50003           0.50
              output       0.0003   0.2503           0.25
              cost        0.00039  0.75039           0.75
              - input, cost: $0.50 of theirs is 'evals', which does not go through Farthing.
              - output, cost: $0.25 of theirs was served as 'priority', at rates of its own.

            """, ""), await books.AuditAsync(Costs.Replace("\"results\": [", "\"results\": [" + more, StringComparison.Ordinal)));
    }
}
