using System.CommandLine;
using Farthing.Catalogue;
using Farthing.Ledger.Audit.Reports;
using Farthing.Storage;

namespace Farthing.Ledger.Audit;

/// <summary><c>farthing spend audit</c></summary>
internal static class SpendAuditCommand
{
    public static Command Create(OpenInstallation open, TimeProvider clock)
    {
        var file = new Argument<string>("FILE") { Description = "The export: JSON pages, one or several, or the console's CSV" };
        var since = new Option<string>("--since") { HelpName = "WHEN", Description = "Only buckets that begin then or later: so many days or hours back, as in 7d, a day (UTC), as in 2026-11-01, or all", DefaultValueFactory = _ => "all" };
        var until = new Option<string?>("--until") { HelpName = "WHEN", Description = "As --since; buckets that begin then or later are left out" };
        var provider = new Option<string[]>("--provider") { HelpName = "NAME", Description = "The provider of farthing.yaml whose account it is, where it is not called as the vendor; may be given more than once", DefaultValueFactory = _ => [] };
        var config = new InstallationOptions().Config;
        var (data, json) = (StoreCommand.Data(), JsonOutput.Option());
        var command = new Command("audit", """
            Compare the ledger with a vendor's usage export, and name each difference with its probable reason: Anthropic's
            usage_report/messages and cost_report, OpenAI's organization/usage/completions and organization/costs, or the consoles' CSV.
            Both sides are compared by bucket, model and part. The exit code is 1 when anything differs.

            Examples:
              farthing spend audit usage.json
              farthing spend audit claude_api_cost_2026_11.csv --since 2026-11-15 --json
            """) { file, since, until, provider, json, config, data };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, (database, _) =>
        {
            var now = clock.GetUtcNow();
            var (from, to) = (Time("--since", parsed.GetRequiredValue(since)), parsed.GetValue(until) is { } end ? Time("--until", end) : DateTimeOffset.MaxValue);
            var catalogue = open(parsed.GetValue(config), parsed.GetValue(data), false).Catalogue;
            var report = Within(ReportReader.Read(parsed.GetRequiredValue(file)), from, to);
            IReadOnlyList<string> providers = parsed.GetRequiredValue(provider) is { Length: > 0 } named ? named : [report.Vendor];
            using var ledger = new LedgerSide(database, providers, embeddings: report.IsCost);
            var result = AuditComparison.Of(report, providers, ledger.Read, catalogue, now);
            if (parsed.GetValue(json)) JsonOutput.Write(parsed.InvocationConfiguration.Output, writer => AuditJson.Write(writer, result));
            else AuditText.Write(parsed.InvocationConfiguration.Output, result);
            return Task.FromResult(result.Differences.Count == 0 ? 0 : 1);

            DateTimeOffset Time(string option, string text) => DateTimeOffset.FromUnixTimeSeconds(TimeText.Hour(option, text, now) * 3_600);
        }));
        return command;
    }

    private static VendorReport Within(VendorReport report, DateTimeOffset from, DateTimeOffset to)
    {
        var buckets = report.Buckets.Where(b => b.From >= from && b.From < to).ToHashSet();
        return buckets.Count > 0
            ? report with { Buckets = [.. report.Buckets.Where(buckets.Contains)], Lines = [.. report.Lines.Where(l => buckets.Contains(l.Bucket))] }
            : throw new FormatException($"the export has no bucket in that time; it covers {report.Buckets[0].From:yyyy-MM-dd HH:mm} to {report.Buckets[^1].To:yyyy-MM-dd HH:mm} (UTC)");
    }
}
