using System.Text.RegularExpressions;

namespace Farthing.Ledger.Audit.Reports;

/// <summary>
/// OpenAI's organization API (developers.openai.com, api/reference, admin: organization usage): pages of
/// <c>{"object":"page","data":[{"object":"bucket","start_time","end_time","results":[…]}],"has_more","next_page"}</c> with times in Unix seconds.
/// </summary>
internal static partial class OpenAIReports
{
    public const string Vendor = "openai", UsageRow = "organization.usage.completions.result", CostRow = "organization.costs.result";

    /// <summary>
    /// <c>input_tokens</c> includes <c>input_cached_tokens</c> and, from GPT-5.6 on, <c>input_cache_write_tokens</c>; <c>num_model_requests</c>;
    /// <c>model</c>, <c>batch</c> and <c>service_tier</c> are null unless grouped by.
    /// </summary>
    public static IEnumerable<VendorLine> Usage(Bucket bucket, ReportNode row)
    {
        var input = row.Need("input_tokens").Count();
        var cached = row.Find("input_cached_tokens")?.Count() ?? 0;
        var written = row.Find("input_cache_write_tokens")?.Count();
        if (cached + (written ?? 0) > input) throw row.Need("input_tokens").Wrong("must include what was cached");
        var batch = row.Find("batch")?.IsTrue() == true ? "batch" : null;
        return Usage(bucket, row.Find("model")?.Text(), input, cached, written, row.Need("output_tokens").Count(), row.Need("num_model_requests").Count(), batch ?? Service(row.Find("service_tier")?.Text()));
    }

    public static IEnumerable<VendorLine> Usage(Bucket bucket, string? model, decimal input, decimal cached, decimal? written, decimal output, decimal requests, string? service)
    {
        yield return new(bucket, model, AuditPart.Input, input - cached - (written ?? 0), service);
        yield return new(bucket, model, AuditPart.CacheRead, cached, service);
        if (written is { } writes) yield return new(bucket, model, AuditPart.CacheWrite5m, writes, service);
        yield return new(bucket, model, AuditPart.Output, output, service);
        yield return new(bucket, model, AuditPart.Requests, requests, service);
    }

    /// <summary><c>amount.value</c> is in dollars, a number or a long decimal in quotes; <c>line_item</c> is null unless grouped by.</summary>
    public static VendorLine Cost(Bucket bucket, ReportNode row)
    {
        var amount = row.Need("amount");
        ReportCurrency.Check(amount.Need("currency").Text(), amount.Need("currency").Path);
        return Cost(bucket, row.Find("line_item")?.Text(), amount.Need("value").Decimal());
    }

    /// <summary>
    /// A line item is <c>[service | ]model, kind[, long context]</c>, as in <c>gpt-4o-mini-2024-07-18, cached input</c> and
    /// <c>evals | gpt-4o, output</c> (as the API answers; its pages do not say). Any other is no model's: <c>web search tool calls</c>.
    /// </summary>
    public static VendorLine Cost(Bucket bucket, string? item, decimal dollars)
    {
        if (string.IsNullOrEmpty(item)) return new(bucket, null, AuditPart.Cost, dollars);
        var match = LineItem().Match(item);
        if (!match.Success) return new(bucket, null, item, dollars);
        var part = match.Groups["kind"].Value.Replace('_', ' ') switch
        {
            "cached input" or "cached input tokens" => AuditPart.CacheRead,
            "cache writes" => AuditPart.CacheWrite5m,
            "output" or "output tokens" => AuditPart.Output,
            _ => AuditPart.Input,
        };
        return new(bucket, match.Groups["model"].Value, part, dollars, match.Groups["service"] is { Success: true, Value: var service } ? Service(service) : null);
    }

    public static string? Service(string? tier) => tier is null or "" or "default" or "standard" ? null : tier;

    [GeneratedRegex(@"^(?:(?<service>[^|,]+?) \| )?(?<model>[\w.:-]+), (?<kind>input|cached input|cache writes|output|input_tokens|cached_input_tokens|output_tokens)(?:, long context)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex LineItem();
}
