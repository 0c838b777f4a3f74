namespace Farthing.Ledger.Audit.Reports;

/// <summary>
/// The CSV that the vendors' consoles export. No page of theirs gives the columns; these are the ones of exports that people have published
/// (among public repositories' tests), and unknown ones are passed over. A table is known by its columns.
/// </summary>
internal static class CsvReports
{
    private static readonly string[] s_anthropicUsage = ["usage_date_utc", "model_version", "usage_input_tokens_no_cache", "usage_output_tokens"];

    private static readonly string[] s_anthropicCost = ["usage_date_utc", "model", "token_type", "cost_usd"];

    private static readonly string[] s_openAICost = ["start_time", "end_time", "amount_value", "amount_currency"];

    private static readonly string[] s_openAIUsage = ["start_time", "end_time", "input_tokens", "output_tokens", "num_model_requests"];

    /// <exception cref="FormatException">It is none of them; the message says where.</exception>
    public static VendorReport Read(string text)
    {
        var table = CsvTable.Read(text);
        var buckets = new BucketList();
        var anthropic = table.Has("usage_date_utc");
        var (form, isCost, read) =
            table.Has(s_anthropicUsage) ? ("Anthropic usage export", false, AnthropicUsage)
            : table.Has(s_anthropicCost) ? ("Anthropic cost export", true, AnthropicCost)
            : table.Has(s_openAICost) ? ("OpenAI cost export", true, OpenAICost)
            : table.Has(s_openAIUsage) ? ("OpenAI usage export", false, (Func<Bucket, CsvRow, IEnumerable<VendorLine>>)OpenAIUsage)
            : throw new FormatException($"line 1: these are not the columns of an export that Farthing knows; it needs {string.Join(", or ", new[] { s_anthropicUsage, s_anthropicCost, s_openAICost, s_openAIUsage }.Select(c => string.Join(" ", c)))}, or JSON from the vendors' usage APIs");
        var lines = table.Rows.SelectMany(row => read(BucketOf(row), row)).ToList();
        if (buckets.All.Count == 0) throw new FormatException("the export has no row, so there is nothing to compare; choose a time with calls");
        return new VendorReport(form, anthropic ? AnthropicReports.Vendor : OpenAIReports.Vendor, isCost, buckets.Checked(), ReportParts.Of(lines, isCost, anthropic), lines,
            lines.Exists(l => l.Rounding > 0) ? ["The export rounds its amounts; only differences beyond that are named."] : [])
        {
            WritesAreInput = !anthropic && !isCost && lines.TrueForAll(l => l.Part != AuditPart.CacheWrite5m),
        };

        Bucket BucketOf(CsvRow row)
        {
            var from = row.Time(anthropic ? "usage_date_utc" : "start_time");
            return buckets.Add(from, anthropic ? from.AddDays(1) : row.Time("end_time"), row.Place, again: true);
        }
    }

    private static IEnumerable<VendorLine> AnthropicUsage(Bucket bucket, CsvRow row)
    {
        var (model, service) = (row.Need("model_version"), AnthropicReports.Service(row.Find("usage_type")));
        foreach (var (column, part) in new[]
        {
            ("usage_input_tokens_no_cache", AuditPart.Input), ("usage_input_tokens_cache_read", AuditPart.CacheRead), ("usage_input_tokens_cache_write_5m", AuditPart.CacheWrite5m),
            ("usage_input_tokens_cache_write_1h", AuditPart.CacheWrite1h), ("usage_output_tokens", AuditPart.Output),
        }) yield return new(bucket, model, part, row.Count(column), service);
    }

    /// <summary>Models have their names for people, as in <c>Claude Haiku 4.5</c>; amounts are rounded to the cent.</summary>
    private static IEnumerable<VendorLine> AnthropicCost(Bucket bucket, CsvRow row)
    {
        var dollars = row.Decimal("cost_usd");
        var rounding = 0.5m * (decimal)Math.Pow(10, -dollars.Scale);
        var part = row.Find("token_type") switch
        {
            "input_no_cache" => AuditPart.Input,
            "input_cache_read" => AuditPart.CacheRead,
            "input_cache_write_5m" => AuditPart.CacheWrite5m,
            "input_cache_write_1h" => AuditPart.CacheWrite1h,
            "output" => AuditPart.Output,
            _ => null,
        };
        if (part is null) yield return new(bucket, null, row.Find("token_type") ?? row.Find("cost_type") ?? "other", dollars, null, rounding);
        else yield return new(bucket, row.Need("model").ToLowerInvariant().Replace(' ', '-').Replace('.', '-'), part, dollars, row.Find("usage_type") == "batch" ? "batch" : null, rounding);
    }

    private static IEnumerable<VendorLine> OpenAIUsage(Bucket bucket, CsvRow row)
    {
        if (row.Find("num_model_requests") is null) return []; // a bucket without calls
        var (input, cached) = (row.Count("input_tokens"), row.Count("input_cached_tokens"));
        decimal? written = row.Find("input_cache_write_tokens") is null ? null : row.Count("input_cache_write_tokens");
        if (cached + (written ?? 0) > input) throw row.Wrong("input_tokens", row.Need("input_tokens"), "at least what was cached");
        var service = row.Find("batch") is { } batch && batch.Equals("true", StringComparison.OrdinalIgnoreCase) ? "batch" : OpenAIReports.Service(row.Find("service_tier"));
        return OpenAIReports.Usage(bucket, row.Find("model"), input, cached, written, row.Count("output_tokens"), row.Count("num_model_requests"), service);
    }

    private static IEnumerable<VendorLine> OpenAICost(Bucket bucket, CsvRow row)
    {
        if (row.Find("amount_value") is null) yield break; // a bucket without costs
        ReportCurrency.Check(row.Need("amount_currency"), $"{row.Place}: amount_currency");
        yield return OpenAIReports.Cost(bucket, row.Find("line_item"), row.Decimal("amount_value"));
    }
}
