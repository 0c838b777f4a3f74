using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Grading;

namespace Farthing.Comparison.Reports;

/// <summary>The report as JSON, for <c>--json</c> and report.json.</summary>
internal static class CompareReportJson
{
    public static void Write(Stream to, CompareReport report)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteBoolean("simulated", report.Simulated);
        json.WriteStartObject("suite");
        json.WriteString("name", report.Suite);
        json.WriteNumber("tasks", report.Tasks);
        json.WriteStartArray("left_out");
        foreach (var left in report.LeftOut)
        {
            json.WriteStartObject();
            json.WriteString("reason", left.Reason);
            json.WriteNumber("tasks", left.Tasks);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("arms");
        foreach (var arm in report.Arms) Write(json, arm);
        json.WriteEndArray();
        json.WritePropertyName("comparison");
        if (report.Single is { } single) ComparisonJson.Write(json, single);
        else if (report.Repeated is { } repeated) ComparisonJson.Write(json, repeated);
        else json.WriteNullValue();
        json.WriteNumber("calls_paid_twice_at_most", report.CallsPaidTwice);
        json.WriteStrings("warnings", report.Warnings);
        json.WriteString("run_folder", report.RunFolder);
        json.WriteEndObject();
        json.Flush();
        to.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, ArmReport arm)
    {
        json.WriteStartObject();
        json.WriteString("name", arm.Name);
        json.WriteBoolean("simulated", arm.Simulated);
        json.WriteNumber("total", arm.Total);
        json.WriteNumber("passed", arm.Passed);
        json.WriteNumber("pass_rate", arm.PassRate);
        ComparisonJson.WriteInterval(json, "pass_rate95", arm.PassRate95);
        json.WriteStartObject("outcomes");
        foreach (var (outcome, count) in arm.Outcomes) json.WriteNumber(OutcomeNames.Of(outcome), count);
        json.WriteEndObject();
        if (arm.CostUsd is { } cost) json.WriteNumber("cost_usd", cost);
        else json.WriteNull("cost_usd");
        if (arm.Latency is var (p50, p95))
        {
            json.WriteStartObject("latency_ms");
            json.WriteNumber("p50", p50);
            json.WriteNumber("p95", p95);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("latency_ms");
        }

        ComparisonJson.WriteNumberOrNull(json, "output_tokens_per_second", arm.OutputTokensPerSecond);
        json.WriteEndObject();
    }
}
