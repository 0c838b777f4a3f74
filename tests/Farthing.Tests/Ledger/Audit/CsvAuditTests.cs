using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Ledger.Audit;

public class CsvAuditTests
{
    private const string AnthropicUsage = """
        usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed
        2026-11-20,claude-haiku-4-5-20251001,"a ""key"", two
        lines",Default,standard,≤ 200k,1500,500,1000,200,400,0,not_available,
        2026-11-20,claude-haiku-4-5-20251001,other,Default,standard,≤ 200k,7,0,0,0,3,0,not_available,
        """;

    /// <summary>Rounded to the cent, each line.</summary>
    private const string AnthropicCost = """
        usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed
        2026-11-20,Claude Haiku 4.5,Default,key,message,≤ 200k,input_no_cache,1.50,1.50,token,global,
        2026-11-20,Claude Haiku 4.5,Default,key,message,≤ 200k,output,0.01,0.01,token,global,
        """;

    private const string OpenAIUsage = """
        start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,batch,service_tier,input_tokens,output_tokens,input_cached_tokens,input_audio_tokens,output_audio_tokens
        1795132800,1795219200,2026-11-20T00:00:00+00:00,2026-11-21T00:00:00+00:00,proj_1,2.0,,key_1,gpt-4o-mini-2024-07-18,False,default,1000,500,800,0,0
        1795219200,1795305600,2026-11-21T00:00:00+00:00,2026-11-22T00:00:00+00:00,,,,,,,,,,,,
        """;

    private const string OpenAICost = """
        start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source
        1795132800,1795219200,2026-11-20T00:00:00+00:00,2026-11-21T00:00:00+00:00,0.000390000000000000000000000000,usd,,,,,,,org-1,,Org,a@example.com,
        1795219200,1795305600,2026-11-21T00:00:00+00:00,2026-11-22T00:00:00+00:00,,,,,,,,,,,,,
        """;

    private static async Task<AuditedBooks> SpentAsync()
    {
        var books = new AuditedBooks();
        await books.ClaudeAsync(AuditedBooks.On(20), new Usage(Input: 1_507, CacheRead: 200, CacheWrite5m: 500, CacheWrite1h: 1_000, Output: 403));
        await books.OpenAIAsync(AuditedBooks.On(20), new Usage(Input: 100, CacheRead: 400, Output: 400));
        await books.OpenAIAsync(AuditedBooks.On(20), new Usage(Input: 100, CacheRead: 400, Output: 100));
        return books;
    }

    [Theory]
    [InlineData(AnthropicUsage, "Anthropic usage export of 2026-11-20 (UTC) beside the ledger's calls to anthropic: 5 figures, all equal.\n")]
    [InlineData(OpenAIUsage, "OpenAI usage export of 2026-11-20 to 2026-11-21 (UTC) beside the ledger's calls to openai: 4 figures, all equal.\n")]
    [InlineData(OpenAICost, "OpenAI cost export of 2026-11-20 to 2026-11-21 (UTC) beside the ledger's calls to openai: 1 figure, all equal.\n")]
    public async Task A_console_s_export_that_says_the_same_ends_with_0(string export, string said)
    {
        await using var books = await SpentAsync();
        Assert.Equal((0, said, ""), await books.AuditAsync(export));
        Assert.Equal((0, said, ""), await books.AuditAsync("\uFEFF" + export.ReplaceLineEndings("\r\n") + "\r\n", "costs.json"));
    }

    [Fact]
    public async Task What_an_export_rounds_is_no_difference()
    {
        await using var books = new AuditedBooks();
        await books.ClaudeAsync(AuditedBooks.On(20), new Usage(Input: 1_504_999, Output: 1_001));
        Assert.Equal((0, """
            Anthropic cost export of 2026-11-20 (UTC) beside the ledger's calls to anthropic: 6 figures, all equal.

            The export rounds its amounts; only differences beyond that are named.

            """, ""), await books.AuditAsync(AnthropicCost));
        await books.ClaudeAsync(AuditedBooks.On(20), new Usage(Input: 2, Output: 0));
        Assert.Equal((1, """
            Anthropic cost export of 2026-11-20 (UTC) beside the ledger's calls to anthropic: 6 figures, 1 differs.

            2026-11-20  claude-haiku-4-5-20251001
              US dollars      ours  theirs  theirs - ours
              input       1.505001    1.50      -0.005001
              - The vendor counts less, and nothing in the ledger tells why: the export may be filtered (by key, workspace
                or project).

            The export rounds its amounts; only differences beyond that are named.

            """, ""), await books.AuditAsync(AnthropicCost));
    }
}
