using System.CommandLine;
using System.Globalization;
using Farthing.Comparison.Statistics;
using Spectre.Console;

namespace Farthing.Comparison;

/// <summary><c>farthing stats paired</c>: the verdict on a table of two arms. Exit 0 whatever the verdict: this calculates, it does not gate.</summary>
internal static class PairedStats
{
    public static Command Create()
    {
        var both = Tasks("--both", "Tasks both arms passed.");
        var onlyA = Tasks("--only-a", "Tasks only arm A passed.");
        var onlyB = Tasks("--only-b", "Tasks only arm B passed.");
        var neither = Tasks("--neither", "Tasks neither arm passed.");
        Option<double?> margin = StatsOptions.Margin(), alpha = StatsOptions.Alpha();
        var asJson = StatsOptions.Json();
        var command = new Command(
            "paired",
            "Whether two arms are equivalent on the same tasks, one sample each.\n\n"
            + "Example:\n  farthing stats paired --both 100 --only-a 12 --only-b 9 --neither 22 --margin 0.05 --json")
        {
            both, onlyA, onlyB, neither, margin, alpha, asJson,
        };
        command.SetAction(line =>
        {
            long a = line.GetValue(onlyA), b = line.GetValue(onlyB), ab = line.GetValue(both), none = line.GetValue(neither);
            if (a + b + ab + none is 0 or > PairedTable.MostTasks)
                return StatsOptions.Refuse(line, $"--both, --only-a, --only-b and --neither must add up to 1 to {PairedTable.MostTasks} tasks.");
            var table = new PairedTable(ab, a, b, none);
            var comparison = PairedComparison.Of(table, line.GetValue(margin)!.Value, line.GetValue(alpha)!.Value);
            var output = line.InvocationConfiguration.Output;
            if (line.GetValue(asJson))
            {
                StatsOptions.Print(output, json =>
                {
                    json.WritePropertyName("comparison");
                    ComparisonJson.Write(json, comparison);
                });
            }
            else
            {
                Show(output, comparison);
            }

            return 0;
        });
        return command;
    }

    private static Option<long> Tasks(string name, string description) => StatsOptions.Count(name, description, 0, PairedTable.MostTasks);

    private static void Show(TextWriter output, PairedComparison c)
    {
        var t = c.Table;
        var rows = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns("what", "value");
        Row("Tasks", Format($"{t.Total:N0}: both {t.Both:N0}, only A {t.OnlyA:N0}, only B {t.OnlyB:N0}, neither {t.Neither:N0}"));
        Row("A − B", $"{VerdictSentence.Points(c.Difference)} points");
        Row("95 % interval", Format($"{VerdictSentence.Points(c.Interval95)} (Newcombe: {VerdictSentence.Points(c.Newcombe95)})"));
        Row("90 % interval", VerdictSentence.Points(c.Interval90));
        Row("Equivalence", Format($"p = {c.TostP:0.0000} for ±{VerdictSentence.Points(c.Margin)} points"));
        Row("Difference", Format($"p = {c.McNemar.ExactP:0.0000} exact, {c.McNemar.MidP:0.0000} mid-p (McNemar)"));
        Row("Agreement", Format($"{VerdictSentence.Points(1 - t.Discordance)} % of tasks, kappa {(c.Kappa is { } k ? Format($"{k:0.00}") : "undefined")}"));
        Row("Verdict", c.Verdict.Name());
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(rows);
        output.WriteLine(VerdictSentence.Of(c));

        void Row(string what, string value) => rows.AddRow(new Text(what), new Text(value));
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
