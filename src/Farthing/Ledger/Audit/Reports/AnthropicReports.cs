namespace Farthing.Ledger.Audit.Reports;

/// <summary>
/// Anthropic's Admin API (platform.claude.com, api/admin-api/usage-cost: get-messages-usage-report and get-cost-report): pages of
/// <c>{"data":[{"starting_at","ending_at","results":[…]}],"has_more","next_page"}</c> with times in RFC 3339, UTC.
/// </summary>
internal static class AnthropicReports
{
    public const string Vendor = "anthropic";

    /// <summary>
    /// <c>uncached_input_tokens</c>, <c>cache_creation.ephemeral_5m_input_tokens</c> and <c>…_1h_…</c>, <c>cache_read_input_tokens</c>, <c>output_tokens</c>;
    /// <c>model</c> and <c>service_tier</c> are null unless grouped by. Requests are not counted.
    /// </summary>
    public static IEnumerable<VendorLine> Usage(Bucket bucket, ReportNode row)
    {
        var model = row.Find("model")?.Text();
        var service = Service(row.Find("service_tier")?.Text());
        var writes = row.Need("cache_creation");
        yield return new(bucket, model, AuditPart.Input, row.Need("uncached_input_tokens").Count(), service);
        yield return new(bucket, model, AuditPart.CacheRead, row.Need("cache_read_input_tokens").Count(), service);
        yield return new(bucket, model, AuditPart.CacheWrite5m, writes.Need("ephemeral_5m_input_tokens").Count(), service);
        yield return new(bucket, model, AuditPart.CacheWrite1h, writes.Need("ephemeral_1h_input_tokens").Count(), service);
        yield return new(bucket, model, AuditPart.Output, row.Need("output_tokens").Count(), service);
    }

    /// <summary>
    /// <c>amount</c> is a decimal string in the currency's lowest unit: "123.45" is $1.2345. <c>model</c>, <c>cost_type</c> (tokens, web_search,
    /// code_execution, session_usage) and <c>token_type</c> are null unless grouped by description.
    /// </summary>
    public static VendorLine Cost(Bucket bucket, ReportNode row)
    {
        if (row.Need("amount").Value.ValueKind != System.Text.Json.JsonValueKind.String) throw row.Need("amount").Wrong("must be a decimal in quotes, in cents");
        ReportCurrency.Check(row.Need("currency").Text(), row.Need("currency").Path);
        var amount = row.Need("amount").Decimal() / 100;
        var kind = row.Find("cost_type")?.Text();
        if (kind is not (null or "tokens")) return new(bucket, null, kind, amount);
        return new(bucket, row.Find("model")?.Text(), row.Find("token_type") is { } type ? Part(type) : AuditPart.Cost, amount, Service(row.Find("service_tier")?.Text()));
    }

    private static string Part(ReportNode type) => type.Text() switch
    {
        "uncached_input_tokens" => AuditPart.Input,
        "cache_read_input_tokens" => AuditPart.CacheRead,
        "cache_creation.ephemeral_5m_input_tokens" => AuditPart.CacheWrite5m,
        "cache_creation.ephemeral_1h_input_tokens" => AuditPart.CacheWrite1h,
        "output_tokens" => AuditPart.Output,
        var other => throw type.Fault($"is '{other}', a kind of token that Farthing does not know; leave its rows out"),
    };

    public static string? Service(string? tier) => tier is null or "" or "standard" ? null : tier;
}

internal static class ReportCurrency
{
    /// <exception cref="FormatException">It is not US dollars.</exception>
    public static void Check(string currency, string place)
    {
        if (!currency.Equals("usd", StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"{place} is '{currency}'; the ledger is kept in US dollars and converts nothing, so export the amounts in USD");
    }
}
