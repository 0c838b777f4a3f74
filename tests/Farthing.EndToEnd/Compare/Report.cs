using System.Text.Json;
using Xunit;

namespace Farthing.EndToEnd.Compare;

/// <summary>The form of a comparison's JSON that others read; more may be added to it, nothing taken away.</summary>
internal static class Report
{
    public static void AssertForm(JsonElement report)
    {
        Assert.Contains(report.GetProperty("simulated").ValueKind, new[] { JsonValueKind.True, JsonValueKind.False });
        Is(report.GetProperty("suite"), ("name", "text"), ("tasks", "count"));
        foreach (var arm in report.GetProperty("arms").EnumerateArray())
        {
            Is(arm, ("name", "text"), ("total", "count"), ("passed", "count"), ("pass_rate", "number"), ("outcomes", "object"), ("cost_usd", "number?"),
                ("latency_ms", "object?"), ("output_tokens_per_second", "number?"));
            foreach (var outcome in arm.GetProperty("outcomes").EnumerateObject()) Assert.True(Fits(outcome.Value, "count"), outcome.Name);
            Assert.Equal(arm.GetProperty("total").GetInt32(), arm.GetProperty("outcomes").EnumerateObject().Sum(o => o.Value.GetInt32()));
            if (arm.GetProperty("latency_ms") is { ValueKind: JsonValueKind.Object } latency) Is(latency, ("p50", "number"), ("p95", "number"));
        }

        Is(report.GetProperty("comparison"), ("both", "count"), ("only_a", "count"), ("only_b", "count"), ("neither", "count"), ("difference", "number"),
            ("interval95", "interval"), ("interval90", "interval"), ("newcombe95", "interval"), ("mcnemar_exact_p", "number"), ("mcnemar_midp", "number"),
            ("tost_p", "number"), ("margin", "number"), ("kappa", "number?"), ("verdict", "text"), ("tasks_needed", "count?"));
        Assert.True(Directory.Exists(report.GetProperty("run_folder").GetString()));
    }

    private static void Is(JsonElement element, params (string Name, string Kind)[] fields)
    {
        foreach (var (name, kind) in fields)
        {
            Assert.True(element.TryGetProperty(name, out var value), $"'{name}' is missing in {element}");
            Assert.True(Fits(value, kind), $"'{name}' is {value}, not {kind}");
        }
    }

    private static bool Fits(JsonElement value, string kind) => kind switch
    {
        "text" => value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0,
        "object" => value.ValueKind == JsonValueKind.Object,
        "number" => value.ValueKind == JsonValueKind.Number,
        "count" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var n) && n >= 0,
        "interval" => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2 && value[0].GetDouble() <= value[1].GetDouble(),
        _ when kind.EndsWith('?') => value.ValueKind == JsonValueKind.Null || Fits(value, kind[..^1]),
        _ => throw new ArgumentException(kind),
    };
}
