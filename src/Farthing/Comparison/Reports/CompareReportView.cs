using System.Globalization;
using Farthing.Grading;
using Spectre.Console;

namespace Farthing.Comparison.Reports;

/// <summary>The report on a terminal.</summary>
internal static class CompareReportView
{
    public const string SimulatedNotice =
        "SIMULATED: these answers come from the built-in simulator, not from models. This verdict shows that the machinery works; it says nothing about the models.";

    public static void Write(IAnsiConsole console, CompareReport report)
    {
        console.WriteLine();
        console.Write(Arms(report));
        foreach (var left in report.LeftOut) console.MarkupLineInterpolated($"[yellow]Left out[/] {left.Tasks} {(left.Tasks == 1 ? "task" : "tasks")}: {left.Reason}");
        foreach (var warning in report.Warnings) console.MarkupLineInterpolated($"[yellow]Note[/] {warning}");
        if (report.CallsPaidTwice > 0)
            console.MarkupLineInterpolated($"[yellow]Note[/] {(report.CallsPaidTwice == 1 ? "1 call was" : $"{report.CallsPaidTwice} calls were")} in flight when this run was cut off, made again, and may be paid twice.");
        if (report.Verdict is { } verdict)
        {
            console.Write(Comparison(report));
            console.WriteLine();
            console.MarkupLineInterpolated($"Verdict: [bold]{verdict.Name()}[/]{(report.Simulated ? " (simulated)" : "")}");
            console.WriteLine(report.Sentence!);
        }

        console.WriteLine();
        console.WriteLine($"Run folder: {report.RunFolder}");
        if (report.Simulated) console.MarkupLineInterpolated($"[yellow]{SimulatedNotice}[/]");
    }

    private static Table Arms(CompareReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape($"{report.Suite}: {report.Tasks} tasks{(report.Simulated ? ", simulated" : "")}"));
        table.AddColumn("");
        foreach (var arm in report.Arms) table.AddColumn(new TableColumn(Markup.Escape(arm.Name)).RightAligned());
        Row("passed", a => $"{a.Passed} of {a.Total}");
        Row("pass rate", a => $"{VerdictSentence.Points(a.PassRate)} %");
        Row("  95 % interval", a => $"{VerdictSentence.Points(a.PassRate95)}");
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            if (outcome != Outcome.Passed && report.Arms.Any(a => a.Outcomes.ContainsKey(outcome)))
                Row(OutcomeNames.Of(outcome).Replace('_', ' '), a => a.Outcomes.GetValueOrDefault(outcome).ToString(CultureInfo.InvariantCulture));
        }

        if (report.Arms.Any(a => a.Latency is not null))
        {
            Row("cost", a => a.CostUsd is { } cost ? $"${cost.ToString("0.0000##", CultureInfo.InvariantCulture)}" : "unknown");
            Row("latency p50 / p95", a => a.Latency is var (p50, p95) ? string.Create(CultureInfo.InvariantCulture, $"{p50 / 1000:0.0} / {p95 / 1000:0.0} s") : "-");
            Row("output tokens/s", a => a.OutputTokensPerSecond is { } speed ? speed.ToString("0", CultureInfo.InvariantCulture) : "-");
        }

        return table;

        void Row(string name, Func<ArmReport, string> value) => table.AddRow([name, .. report.Arms.Select(a => Markup.Escape(value(a)))]);
    }

    private static Table Comparison(CompareReport report)
    {
        var (a, b) = (report.Arms[0].Name, report.Arms[1].Name);
        var pairs = report.Single?.Table ?? report.Repeated!.FirstSamples;
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("").AddColumn("");
        Row(report.Single is not null ? "both / only A / only B / neither" : "first samples: both / only A / only B / neither",
            string.Create(CultureInfo.InvariantCulture, $"{pairs.Both} / {pairs.OnlyA} / {pairs.OnlyB} / {pairs.Neither}"));
        Row("difference A - B", $"{VerdictSentence.Points(report.Single?.Difference ?? report.Repeated!.Mean.Mean)} points");
        Row("  95 % interval", VerdictSentence.Points(report.Single?.Interval95 ?? report.Repeated!.Interval95));
        Row("  90 % interval", VerdictSentence.Points(report.Single?.Interval90 ?? report.Repeated!.Interval90));
        if (report.Repeated is { } repeated) Row("  95 % by bootstrap", VerdictSentence.Points(repeated.Bootstrap95));
        Row("TOST p at the margin", string.Create(CultureInfo.InvariantCulture,
            $"{report.Single?.TostP ?? report.Repeated!.TostP:0.####} at ±{VerdictSentence.Points(report.Single?.Margin ?? report.Repeated!.Margin)} points"));
        if (report.Single is { } single)
            Row("McNemar exact / mid-p", string.Create(CultureInfo.InvariantCulture, $"{single.McNemar.ExactP:0.####} / {single.McNemar.MidP:0.####}"));
        Row("discordance / kappa", string.Create(CultureInfo.InvariantCulture,
            $"{VerdictSentence.Points(pairs.Discordance)} % / {(report.Single is { } s ? s.Kappa : report.Repeated!.Kappa)?.ToString("0.00", CultureInfo.InvariantCulture) ?? "undefined"}"));
        table.Caption(Markup.Escape($"A = {a}, B = {b}"));
        return table;

        void Row(string name, string value) => table.AddRow(name, Markup.Escape(value));
    }
}
