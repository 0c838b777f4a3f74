using Xunit;

namespace Farthing.Tests.Ledger.Audit;

public class BadExportTests
{
    private const string Needed = "export it from Anthropic's usage_report/messages or cost_report, or from OpenAI's organization/usage/completions or organization/costs";

    private const string Bucket = """ "starting_at":"2026-11-20T00:00:00Z","ending_at":"2026-11-21T00:00:00Z" """;

    private const string Row = """ "uncached_input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"cache_read_input_tokens":0,"output_tokens":1 """;

    public static TheoryData<string, string> Exports => new()
    {
        { "", "the file is empty." },
        { "{\"data\":[", "line 1, byte 10: it is not JSON as it should be, or breaks off; export it again." },
        { "{}", "data is missing." },
        { "{\"data\":[]}", $"data: the report has no bucket, so there is nothing to compare; {Needed} for a time with calls." },
        { "{\"data\":{}}", "data must be an array, not an object." },
        { "[1]", "[0] must be an object, not 1." },
        { """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""", "error: the vendor answered with an error, not a report: invalid x-api-key." },
        { $$$"""{"data":[{{{{Bucket}}},"results":[{"tokens":5}]}]}""", $"data[0].results[0] is no row of a report that Farthing knows: it has neither uncached_input_tokens nor amount, nor the object that OpenAI's have; {Needed}." },
        { $$$"""{"data":[{{{{Bucket}}},"results":[{{{{Row}}}},{{{{Row.Replace("\"output_tokens\":1", "\"output_tokens\":-1", StringComparison.Ordinal)}}}}]}]}""", "data[0].results[1].output_tokens must be a whole number of at least 0, not -1." },
        { $$$"""{"data":[{{{{Bucket}}},"results":[{{{{Row.Replace("\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,", "\"cache_creation\":{", StringComparison.Ordinal)}}}}]}]}""", "data[0].results[0].cache_creation.ephemeral_5m_input_tokens is missing." },
        { $$$"""{"data":[{{{{Bucket}}},"results":[{{{{Row}}}}]}]} {"data":[{{{{Bucket}}},"results":[]}]}""", "page 2.data[0]: the bucket of 2026-11-20 00:00 comes a second time, which would count it twice; leave each page in the file once." },
        { $$$"""{"data":[{{{{Bucket}}},"results":[]},{"starting_at":"2026-11-20T12:00:00Z","ending_at":"2026-11-20T13:00:00Z","results":[]}]}""", "the buckets of 2026-11-20 00:00 and 2026-11-20 12:00 overlap; give exports of one bucket width." },
        { """{"data":[{"starting_at":"yesterday","ending_at":"2026-11-21T00:00:00Z","results":[]}]}""", "data[0].starting_at must be a time, such as \"2026-11-22T00:00:00Z\" or 1795305600, not \"yesterday\"." },
        { """{"data":[{"starting_at":"2026-11-22T00:00:00Z","ending_at":"2026-11-21T00:00:00Z","results":[]}]}""", "data[0]: the bucket of 2026-11-22 00:00 ends before it begins." },
        { $$$"""{"data":[{{{{Bucket}}},"results":[{{{{Row}}}},{"amount":"1","currency":"USD"}]}]}""", "data[0].results[1] is no row of an Anthropic usage report, as the first is; give one report at a time." },
        { $$$"""{"data":[{{{{Bucket}}},"results":[{"amount":"1","currency":"EUR"}]}]}""", "data[0].results[0].currency is 'EUR'; the ledger is kept in US dollars and converts nothing, so export the amounts in USD." },
        { $$$"""{"data":[{{{{Bucket}}},"results":[{"amount":1.5,"currency":"USD"}]}]}""", "data[0].results[0].amount must be a decimal in quotes, in cents, not 1.5." },
        { $$$"""{"data":[{{{{Bucket}}},"results":[{"amount":"a lot","currency":"USD"}]}]}""", "data[0].results[0].amount must be a decimal, such as \"123.45\", not \"a lot\"." },
        { """{"data":[{"start_time":1795132800,"end_time":1795219200,"results":[{"object":"organization.costs.result","amount":{"value":1,"currency":"gbp"}}]}]}""", "data[0].results[0].amount.currency is 'gbp'; the ledger is kept in US dollars and converts nothing, so export the amounts in USD." },
        { """{"data":[{"start_time":1795132800,"end_time":1795219200,"results":[{"object":"organization.usage.images.result","images":1}]}]}""", $"data[0].results[0].object is 'organization.usage.images.result', which the ledger has nothing to set beside; {Needed}." },
        { """{"data":[{"start_time":1795132800,"end_time":1795219200,"results":[{"object":"organization.usage.completions.result","input_tokens":1,"input_cached_tokens":2,"output_tokens":1,"num_model_requests":1}]}]}""", "data[0].results[0].input_tokens must include what was cached, not 1." },
        { "a,b\n1,2\n", "line 1: these are not the columns of an export that Farthing knows; it needs usage_date_utc model_version usage_input_tokens_no_cache usage_output_tokens, or usage_date_utc model token_type cost_usd, or start_time end_time amount_value amount_currency, or start_time end_time input_tokens output_tokens num_model_requests, or JSON from the vendors' usage APIs." },
        { "usage_date_utc,model,token_type,cost_usd\n", "the export has no row, so there is nothing to compare; choose a time with calls." },
        { "usage_date_utc,model,token_type,cost_usd\n2026-11-20,Claude Haiku 4.5,output,1,50\n", "line 2 has 5 fields, the first line 4; a field with a comma must stand in quotes." },
        { "usage_date_utc,model,token_type,cost_usd\n2026-11-20,\"Claude Haiku 4.5,output,1\n", "line 2: a quote is not closed; the file breaks off, or a quote within a field is not doubled." },
        { "usage_date_utc,model,token_type,cost_usd\n2026-11-20,Claude Haiku 4.5,output,one\n", "line 2: cost_usd must be a decimal, such as 1.25, not 'one'." },
        { "start_time,end_time,amount_value,amount_currency\n1795132800,1795219200,1,eur\n", "line 2: amount_currency is 'eur'; the ledger is kept in US dollars and converts nothing, so export the amounts in USD." },
    };

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task Says_what_is_wrong_where_and_how_to_mend_it(string export, string said)
    {
        await using var books = new AuditedBooks();
        Assert.Equal((2, "", $"farthing spend audit: FILE: {said}\n"), await books.AuditAsync(export));
    }
}
