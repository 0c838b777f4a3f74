using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Ledger.Audit.Reports;

namespace Farthing.Ledger.Audit;

/// <summary>The comparison as JSON.</summary>
internal static class AuditJson
{
    private const string Time = "yyyy-MM-ddTHH:mm:ssZ";

    public static void Write(Utf8JsonWriter to, AuditResult result)
    {
        var report = result.Report;
        to.WriteStartObject();
        to.WriteString("form", report.Form);
        to.WriteStrings("providers", result.Providers);
        WriteTime("from", report.Buckets[0].From);
        WriteTime("to", report.Buckets[^1].To);
        to.WriteNumber("buckets", report.Buckets.Count);
        to.WriteNumber("figures", result.Figures);
        to.WriteNumber("simulated_calls_not_compared", result.Simulated);
        to.WriteStartArray("differences");
        foreach (var difference in result.Differences)
        {
            to.WriteStartObject();
            WriteTime("from", difference.Bucket.From);
            WriteTime("to", difference.Bucket.To);
            to.WriteString("model", difference.Model);
            to.WriteString("part", difference.Part);
            to.WriteString("unit", report.IsCost ? "usd" : difference.Part == AuditPart.Requests ? "requests" : "tokens");
            to.WriteUsd("ours", difference.Ours);
            to.WriteUsd("theirs", difference.Theirs);
            to.WriteUsd("theirs_minus_ours", difference.More);
            to.WriteStrings("reasons", difference.Reasons);
            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteStrings("notes", report.Notes);
        to.WriteEndObject();

        void WriteTime(string name, DateTimeOffset time) => to.WriteString(name, time.UtcDateTime.ToString(Time, System.Globalization.CultureInfo.InvariantCulture));
    }
}
