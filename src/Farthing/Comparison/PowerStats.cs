using System.CommandLine;
using System.Globalization;
using Farthing.Comparison.Statistics;
using Spectre.Console;

namespace Farthing.Comparison;

/// <summary><c>farthing stats power</c>: what a number of tasks can show, to be known before any money is spent.</summary>
internal static class PowerStats
{
    /// <summary>The discordance of two models is not known beforehand; these span what recorded pairs show.</summary>
    private static readonly double[] s_discordances = [0.02, 0.05, 0.10, 0.20, 0.30];

    private sealed record Row(double Discordance, double? Difference, double? Margin, long Needed);

    public static Command Create()
    {
        var tasks = StatsOptions.Count("--tasks", "Tasks both arms will work on, one sample each", 1, PairedTable.MostTasks);
        var discordance = StatsOptions.Inside("--discordance", "Share of tasks only one arm passes; without it several are shown", 0, 1);
        Option<double?> margin = StatsOptions.Margin(), alpha = StatsOptions.Alpha();
        var asJson = StatsOptions.Json();
        var command = new Command(
            "power",
            "The smallest difference and margin a number of tasks can show, four times in five.\n\n"
            + "Example:\n  farthing stats power --tasks 143 --discordance 0.1 --margin 0.05")
        {
            tasks, discordance, margin, alpha, asJson,
        };
        command.SetAction(line =>
        {
            long n = line.GetValue(tasks);
            double m = line.GetValue(margin)!.Value, a = line.GetValue(alpha)!.Value;
            double[] shares = line.GetValue(discordance) is { } one ? [one] : s_discordances;
            Row[] rows =
            [
                .. shares.Select(d => new Row(
                    d, Planning.SmallestDifference(n, d, a), Planning.SmallestMargin(n, d, a), Planning.EquivalenceTasks(d, m, a))),
            ];
            var highest = Planning.HighestDiscordance(n, m, a);
            var output = line.InvocationConfiguration.Output;
            if (line.GetValue(asJson)) Print(output, n, m, a, highest, rows);
            else Show(output, n, m, a, highest, rows);
            return 0;
        });
        return command;
    }

    private static void Print(TextWriter output, long tasks, double margin, double alpha, double? highest, Row[] rows) =>
        StatsOptions.Print(output, json =>
        {
            json.WriteStartObject("power");
            json.WriteNumber("tasks", tasks);
            json.WriteNumber("margin", margin);
            json.WriteNumber("alpha", alpha);
            json.WriteNumber("power", Planning.Power);
            json.WriteNumber("zero_discordance_tasks", Planning.ZeroDiscordanceTasks(margin, alpha));
            ComparisonJson.WriteNumberOrNull(json, "highest_discordance", highest);
            json.WriteStartArray("rows");
            foreach (var row in rows)
            {
                json.WriteStartObject();
                json.WriteNumber("discordance", row.Discordance);
                ComparisonJson.WriteNumberOrNull(json, "smallest_difference", row.Difference);
                ComparisonJson.WriteNumberOrNull(json, "smallest_margin", row.Margin);
                json.WriteNumber("tasks_for_margin", row.Needed);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static void Show(TextWriter output, long tasks, double margin, double alpha, double? highest, Row[] rows)
    {
        var points = VerdictSentence.Points(margin);
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            "Only one arm passes", "Smallest difference", "Smallest margin", $"Tasks for ±{points} points");
        foreach (var row in rows)
        {
            table.AddRow(
                $"{VerdictSentence.Points(row.Discordance)} %", Points(row.Difference), Points(row.Margin),
                row.Needed.ToString("N0", CultureInfo.InvariantCulture));
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
        if (rows.Any(row => row.Difference is null))
            output.WriteLine("none: even if all tasks that split the arms went one way, they would be too few to show it four times in five.");
        output.WriteLine(highest is { } share
            ? string.Create(CultureInfo.InvariantCulture, $"With {tasks:N0} tasks, equivalence within ±{points} points is within reach while at most {VerdictSentence.Points(share)} % of tasks split the arms.")
            : string.Create(CultureInfo.InvariantCulture, $"With {tasks:N0} tasks, equivalence within ±{points} points is out of reach even if the arms agree on every task; that takes {Planning.ZeroDiscordanceTasks(margin, alpha):N0}."));
    }

    private static string Points(double? share) => share is { } known ? $"{VerdictSentence.Points(known)} points" : "none";
}
