using System.Text.Json;

namespace Farthing.Ledger.Audit.Reports;

/// <summary>Reads the vendors' JSON: one page, an array of pages, or pages one after another. The form shows in the rows.</summary>
internal static class JsonReports
{
    private const string Needed = "export it from Anthropic's usage_report/messages or cost_report, or from OpenAI's organization/usage/completions or organization/costs";

    private enum Form { AnthropicUsage, AnthropicCost, OpenAIUsage, OpenAICost }

    /// <exception cref="FormatException">It is none of them, or not whole; the message says where.</exception>
    public static VendorReport Read(ReadOnlySpan<byte> json)
    {
        var pages = Pages(json);
        foreach (var page in pages)
        {
            if (page.Find("error") is { } error) throw new FormatException($"{error.Path}: the vendor answered with an error, not a report: {Message(error)}");
        }

        var form = pages.SelectMany(p => p.Need("data").Items()).Select(FormOf).FirstOrDefault(f => f is not null) ?? Empty(pages);
        var buckets = new BucketList();
        var lines = new List<VendorLine>();
        foreach (var node in pages.SelectMany(p => p.Need("data").Items()))
        {
            var (from, to) = IsAnthropic(form) ? ("starting_at", "ending_at") : ("start_time", "end_time");
            var bucket = buckets.Add(node.Need(from).Time(), node.Need(to).Time(), node.Path);
            foreach (var row in node.Need("results").Items())
            {
                if (FormOfRow(row, node) != form) throw row.Fault($"is no row of an {Name(form)}, as the first is; give one report at a time");
                lines.AddRange(form switch
                {
                    Form.AnthropicUsage => AnthropicReports.Usage(bucket, row),
                    Form.AnthropicCost => [AnthropicReports.Cost(bucket, row)],
                    Form.OpenAIUsage => OpenAIReports.Usage(bucket, row),
                    _ => [OpenAIReports.Cost(bucket, row)],
                });
            }
        }

        if (buckets.All.Count == 0) throw new FormatException($"data: the report has no bucket, so there is nothing to compare; {Needed} for a time with calls");
        return Report(form, buckets.Checked(), lines, pages[^1].Find("has_more")?.IsTrue() == true);
    }

    private static VendorReport Report(Form form, IReadOnlyList<Bucket> buckets, List<VendorLine> lines, bool hasMore)
    {
        var isCost = form is Form.AnthropicCost or Form.OpenAICost;
        return new VendorReport(
            Name(form), IsAnthropic(form) ? AnthropicReports.Vendor : OpenAIReports.Vendor, isCost, buckets, ReportParts.Of(lines, isCost, IsAnthropic(form)), lines,
            hasMore ? ["The last page says that there are more (has_more): only the buckets in the file are compared."] : [])
        {
            WritesAreInput = form == Form.OpenAIUsage && lines.TrueForAll(l => l.Part != AuditPart.CacheWrite5m),
        };
    }

    /// <summary>The bytes hold one or several documents; an array counts as those in it. The path of a later one says which.</summary>
    private static List<ReportNode> Pages(ReadOnlySpan<byte> json)
    {
        var pages = new List<ReportNode>();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                var root = JsonElement.ParseValue(ref reader);
                var node = new ReportNode(root, pages.Count == 0 ? "" : $"page {pages.Count + 1}");
                pages.AddRange(root.ValueKind == JsonValueKind.Array ? node.Items() : [node]);
            }
        }
        catch (JsonException e)
        {
            throw new FormatException($"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: it is not JSON as it should be, or breaks off; export it again", e);
        }

        return pages.Count > 0 ? pages : throw new FormatException($"the file is empty; {Needed}");
    }

    private static Form? FormOf(ReportNode bucket) => bucket.Need("results").Items().Select(row => (Form?)FormOfRow(row, bucket)).FirstOrDefault();

    private static Form FormOfRow(ReportNode row, ReportNode bucket)
    {
        if (row.Find("object")?.Text() is { } kind)
        {
            return kind switch
            {
                OpenAIReports.UsageRow => Form.OpenAIUsage,
                OpenAIReports.CostRow => Form.OpenAICost,
                _ => throw row.Need("object").Fault($"is '{kind}', which the ledger has nothing to set beside; {Needed}"),
            };
        }

        if (row.Find("uncached_input_tokens") is not null) return Form.AnthropicUsage;
        if (row.Find("amount") is not null && bucket.Find("starting_at") is not null) return Form.AnthropicCost;
        throw row.Fault($"is no row of a report that Farthing knows: it has neither uncached_input_tokens nor amount, nor the object that OpenAI's have; {Needed}");
    }

    private static Form Empty(List<ReportNode> pages) =>
        pages.SelectMany(p => p.Need("data").Items()).FirstOrDefault() is { Path: not null } bucket && bucket.Find("starting_at") is null ? Form.OpenAIUsage : Form.AnthropicUsage;

    private static bool IsAnthropic(Form form) => form is Form.AnthropicUsage or Form.AnthropicCost;

    private static string Name(Form form) => form switch
    {
        Form.AnthropicUsage => "Anthropic usage report",
        Form.AnthropicCost => "Anthropic cost report",
        Form.OpenAIUsage => "OpenAI usage report",
        _ => "OpenAI cost report",
    };

    private static string Message(ReportNode error) => error.Value.ValueKind == JsonValueKind.Object && error.Find("message") is { } message ? message.Text() : error.Value.GetRawText();
}

internal static class ReportParts
{
    /// <summary>The parts of which a report tells every model's figure. Costs that are not told by part have but one.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<VendorLine> lines, bool isCost, bool isAnthropic)
    {
        if (isCost) return lines.Any(l => AuditPart.Tokens.Contains(l.Part)) ? [.. AuditPart.Tokens, AuditPart.Cost] : [AuditPart.Cost];
        if (isAnthropic) return AuditPart.Tokens;
        return lines.Any(l => l.Part == AuditPart.CacheWrite5m)
            ? [AuditPart.Input, AuditPart.CacheRead, AuditPart.CacheWrite5m, AuditPart.Output, AuditPart.Requests]
            : [AuditPart.Input, AuditPart.CacheRead, AuditPart.Output, AuditPart.Requests];
    }
}
