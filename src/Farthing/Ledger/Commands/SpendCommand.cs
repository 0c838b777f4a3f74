using System.CommandLine;
using Farthing.Catalogue;
using Farthing.Ledger.Audit;
using Farthing.Storage;

namespace Farthing.Ledger.Commands;

/// <summary><c>farthing spend</c></summary>
internal static class SpendCommand
{
    public static Command Create(OpenInstallation open, TimeProvider? clock = null)
    {
        var by = new Option<string>("--by") { HelpName = "GROUPING", Description = $"{string.Join(", ", SpendQuestion.Groupings.Keys)}; several separated by commas; default: model", DefaultValueFactory = _ => "model" };
        var (since, until) = (TimeText.Since(), TimeText.Until());
        var simulated = new Option<bool>("--simulated") { Description = "What simulated calls would have cost, in place of what was really spent" };
        var csv = new Option<bool>("--csv") { Description = "Print CSV" };
        var (data, json) = (StoreCommand.Data(), JsonOutput.Option());
        var command = new Command("spend", """
            What was spent, by key, team, project, provider, model, day, session, user or label. Simulated calls only with --simulated.

            Examples:
              farthing spend
              farthing spend --by team,model --since 2026-11-01 --csv
              farthing spend --by day --since 7d
              farthing spend --simulated
            """) { by, since, until, simulated, csv, json, data, SpendAuditCommand.Create(open, clock ?? TimeProvider.System) };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, (database, _) =>
        {
            var now = (clock ?? TimeProvider.System).GetUtcNow();
            var question = new SpendQuestion(By(parsed.GetRequiredValue(by)), TimeText.Hour("--since", parsed.GetRequiredValue(since), now),
                parsed.GetValue(until) is { } end ? TimeText.Hour("--until", end, now) : long.MaxValue, parsed.GetValue(simulated));
            var rows = question.Answer(database);
            var hidden = rows.Count > 0 || question.Simulated ? 0 : (question with { By = [], Simulated = true }).Answer(database).Sum(r => r.Calls);
            var output = parsed.InvocationConfiguration.Output;
            if (hidden > 0 && (parsed.GetValue(json) || parsed.GetValue(csv))) parsed.InvocationConfiguration.Error.WriteLine($"farthing spend: {SpendReport.Hidden(hidden)}");
            if (parsed.GetValue(json)) SpendReport.Json(output, question, rows);
            else if (parsed.GetValue(csv)) SpendReport.Csv(output, question, rows);
            else SpendReport.Table(output, question, rows, hidden);
            return Task.FromResult(0);
        }));
        return command;
    }

    private static string[] By(string text)
    {
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();
        return names.FirstOrDefault(n => !SpendQuestion.Groupings.ContainsKey(n)) is { } unknown
            ? throw new FormatException($"--by: '{unknown}' is no grouping; write {string.Join(", ", SpendQuestion.Groupings.Keys)}")
            : names;
    }
}
