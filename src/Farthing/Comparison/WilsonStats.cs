using System.CommandLine;
using System.Globalization;
using Farthing.Comparison.Statistics;

namespace Farthing.Comparison;

/// <summary><c>farthing stats wilson</c>.</summary>
internal static class WilsonStats
{
    public static Command Create()
    {
        var passed = StatsOptions.Count("--passed", "Tasks passed", 0, PairedTable.MostTasks);
        var total = StatsOptions.Count("--total", "Tasks run", 1, PairedTable.MostTasks);
        var asJson = StatsOptions.Json();
        var command = new Command(
            "wilson",
            "The 95 % interval of one arm's pass rate.\n\n"
            + "Example:\n  farthing stats wilson --passed 143 --total 164")
        {
            passed, total, asJson,
        };
        command.SetAction(line =>
        {
            long p = line.GetValue(passed), n = line.GetValue(total);
            if (p > n) return StatsOptions.Refuse(line, $"--passed must be from 0 to --total, which is {n}, not {p}.");
            var interval = Wilson.Interval(p, n, 0.95);
            var output = line.InvocationConfiguration.Output;
            if (line.GetValue(asJson))
            {
                StatsOptions.Print(output, json =>
                {
                    json.WriteStartObject("wilson");
                    json.WriteNumber("passed", p);
                    json.WriteNumber("total", n);
                    json.WriteNumber("rate", (double)p / n);
                    ComparisonJson.WriteInterval(json, "interval95", interval);
                    json.WriteEndObject();
                });
            }
            else
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{p:N0} of {n:N0} passed: {100.0 * p / n:0.##} %, 95 % interval {100 * interval.Lower:0.##} to {100 * interval.Upper:0.##} %"));
            }

            return 0;
        });
        return command;
    }
}
