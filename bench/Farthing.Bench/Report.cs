using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Farthing.Bench;

/// <summary>The figures as tables, or as one JSON document.</summary>
internal static class Report
{
    public static void Write(TextWriter to, Run run)
    {
        if (run.Results.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("| case | target | requests/s | CPU µs/request | x nginx | CPU µs/event | resident MB | stolen |");
            to.WriteLine("|---|---|--:|--:|--:|--:|--:|--:|");
            foreach (var r in run.Results)
                to.WriteLine(Line($"| {r.Case.Title} | {r.Target} | {r.PerSecond:0} | {r.Cpu:0.0} | {r.Cpu / run.Same(r).Cpu:0.00} | {(r.CpuPerEvent is { } e ? e.ToString("0.0", CultureInfo.InvariantCulture) : "")} | {r.Resident:0} | {r.Stolen * 100:0} % |"));
        }

        if (run.Latencies.Count > 0)
        {
            var direct = run.Latencies.First(l => l.Target == "direct");
            to.WriteLine();
            to.WriteLine("| latency at 100 requests/s | target | p50 ms | p99 ms | added p50 | added p99 |");
            to.WriteLine("|---|---|--:|--:|--:|--:|");
            foreach (var l in run.Latencies)
                to.WriteLine(Line($"| {l.Title} | {l.Target} | {l.Median:0.00} | {l.P99:0.00} | {l.Median - direct.Median:0.00} | {l.P99 - direct.P99:0.00} |"));
        }

        if (run.Peaks.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("| concurrent streams | target | most resident MB |");
            to.WriteLine("|--:|---|--:|");
            foreach (var p in run.Peaks) to.WriteLine(Line($"| {p.Streams} | {p.Target} | {p.Resident:0} |"));
        }

        to.WriteLine();
        foreach (var j in run.Judge()) to.WriteLine(Line($"{(j.Passes ? "pass" : "FAIL")}  {j.What}: {j.Measured:0.0} {j.Unit}, at most {j.Most:0}"));
    }

    public static string Json(Run run)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            List(json, "cases", run.Results, r =>
            {
                json.WriteString("case", r.Case.Name);
                json.WriteString("target", r.Target);
                json.WriteNumber("requests_per_second", Math.Round(r.PerSecond, 1));
                json.WriteNumber("cpu_us_per_request", Math.Round(r.Cpu, 2));
                json.WriteNumber("times_nginx", Math.Round(r.Cpu / run.Same(r).Cpu, 3));
                if (r.CpuPerEvent is { } perEvent) json.WriteNumber("cpu_us_per_event", Math.Round(perEvent, 2));
                json.WriteNumber("resident_mb", Math.Round(r.Resident, 1));
                json.WriteNumber("stolen", Math.Round(r.Stolen, 3));
            });
            List(json, "latency_at_100_rps", run.Latencies, l =>
            {
                json.WriteString("case", l.Title);
                json.WriteString("target", l.Target);
                json.WriteNumber("p50_ms", Math.Round(l.Median, 3));
                json.WriteNumber("p99_ms", Math.Round(l.P99, 3));
            });
            List(json, "concurrent_streams", run.Peaks, p =>
            {
                json.WriteString("target", p.Target);
                json.WriteNumber("streams", p.Streams);
                json.WriteNumber("resident_mb", Math.Round(p.Resident, 1));
            });
            List(json, "judgements", run.Judge(), j =>
            {
                json.WriteString("what", j.What);
                json.WriteNumber("measured", Math.Round(j.Measured, 2));
                json.WriteNumber("most", j.Most);
                json.WriteString("unit", j.Unit);
                json.WriteBoolean("passes", j.Passes);
            });
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> fields)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            fields(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Line(FormattableString line) => FormattableString.Invariant(line);
}
