using System.Text.Json;
using Farthing.Comparison.Statistics;

namespace Farthing.Comparison;

/// <summary>A comparison as a JSON object. Numbers are written in full, so that they read back to the same double.</summary>
internal static class ComparisonJson
{
    public static void Write(Utf8JsonWriter json, PairedComparison comparison)
    {
        json.WriteStartObject();
        WriteTable(json, comparison.Table);
        json.WriteNumber("difference", comparison.Difference);
        WriteInterval(json, "interval95", comparison.Interval95);
        WriteInterval(json, "interval90", comparison.Interval90);
        WriteInterval(json, "newcombe95", comparison.Newcombe95);
        json.WriteNumber("mcnemar_exact_p", comparison.McNemar.ExactP);
        json.WriteNumber("mcnemar_midp", comparison.McNemar.MidP);
        WriteJudgement(json, comparison.TostP, comparison.Margin, comparison.Alpha, comparison.Kappa, comparison.Table, comparison.Verdict);
        WriteNumberOrNull(json, "tasks_needed", comparison.TasksNeeded);
        json.WriteEndObject();
    }

    /// <summary>The counts and what rests on them (Newcombe, McNemar, kappa, discordance) are those of the first samples; all else is over all samples.</summary>
    public static void Write(Utf8JsonWriter json, RepeatedComparison comparison)
    {
        json.WriteStartObject();
        json.WriteNumber("tasks", comparison.Tasks);
        WriteNumberOrNull(json, "clusters", comparison.Clusters);
        WriteTable(json, comparison.FirstSamples);
        json.WriteNumber("rate_a", comparison.RateA);
        json.WriteNumber("rate_b", comparison.RateB);
        json.WriteNumber("difference", comparison.Mean.Mean);
        json.WriteNumber("standard_error", comparison.Mean.StandardError);
        WriteInterval(json, "interval95", comparison.Interval95);
        WriteInterval(json, "interval90", comparison.Interval90);
        WriteInterval(json, "newcombe95", Newcombe.Interval(comparison.FirstSamples, 0.95));
        var mcNemar = McNemar.Of(comparison.FirstSamples);
        json.WriteNumber("mcnemar_exact_p", mcNemar.ExactP);
        json.WriteNumber("mcnemar_midp", mcNemar.MidP);
        WriteInterval(json, "bootstrap95", comparison.Bootstrap95);
        WriteInterval(json, "bootstrap90", comparison.Bootstrap90);
        json.WriteString("bootstrap_verdict", comparison.BootstrapVerdict.Name());
        WriteJudgement(json, comparison.TostP, comparison.Margin, comparison.Alpha, comparison.Kappa, comparison.FirstSamples, comparison.Verdict);
        WriteNumberOrNull(json, "tasks_needed", comparison.TasksNeeded);
        json.WriteEndObject();
    }

    public static void WriteInterval(Utf8JsonWriter json, string name, Interval interval)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(interval.Lower);
        json.WriteNumberValue(interval.Upper);
        json.WriteEndArray();
    }

    public static void WriteNumberOrNull(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static void WriteNumberOrNull(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static void WriteTable(Utf8JsonWriter json, PairedTable table)
    {
        json.WriteNumber("both", table.Both);
        json.WriteNumber("only_a", table.OnlyA);
        json.WriteNumber("only_b", table.OnlyB);
        json.WriteNumber("neither", table.Neither);
    }

    private static void WriteJudgement(
        Utf8JsonWriter json, double tostP, double margin, double alpha, double? kappa, PairedTable table, Verdict verdict)
    {
        json.WriteNumber("tost_p", tostP);
        json.WriteNumber("margin", margin);
        json.WriteNumber("alpha", alpha);
        WriteNumberOrNull(json, "kappa", kappa);
        json.WriteNumber("discordance", table.Discordance);
        json.WriteString("verdict", verdict.Name());
    }
}
