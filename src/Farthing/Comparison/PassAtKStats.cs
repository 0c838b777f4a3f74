using System.CommandLine;
using System.Globalization;
using Farthing.Comparison.Statistics;

namespace Farthing.Comparison;

/// <summary><c>farthing stats pass-at-k</c>.</summary>
internal static class PassAtKStats
{
    public static Command Create()
    {
        var samples = StatsOptions.Count("--n", "Samples of one task", 1, int.MaxValue);
        var passed = StatsOptions.Count("--c", "How many of them passed", 0, int.MaxValue);
        var k = StatsOptions.Count("--k", "Samples you would draw", 1, int.MaxValue);
        var asJson = StatsOptions.Json();
        var command = new Command(
            "pass-at-k",
            "The chance that at least one of k samples passes.\n\n"
            + "Example:\n  farthing stats pass-at-k --n 10 --c 3 --k 5")
        {
            samples, passed, k, asJson,
        };
        command.SetAction(line =>
        {
            int n = (int)line.GetValue(samples), c = (int)line.GetValue(passed), of = (int)line.GetValue(k);
            if (c > n) return StatsOptions.Refuse(line, $"--c must be from 0 to --n, which is {n}, not {c}.");
            if (of > n) return StatsOptions.Refuse(line, $"--k must be from 1 to --n, which is {n}, not {of}.");
            var value = PassAtK.Of(n, c, of);
            var output = line.InvocationConfiguration.Output;
            if (line.GetValue(asJson))
            {
                StatsOptions.Print(output, json =>
                {
                    json.WriteStartObject("pass_at_k");
                    json.WriteNumber("n", n);
                    json.WriteNumber("c", c);
                    json.WriteNumber("k", of);
                    json.WriteNumber("value", value);
                    json.WriteEndObject();
                });
            }
            else
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pass@{of} = {value:0.######} ({c} of {n} samples passed)"));
            }

            return 0;
        });
        return command;
    }
}
