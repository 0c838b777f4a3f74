using System.CommandLine;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Costing.Advice;

/// <summary><c>farthing advise</c></summary>
internal static class AdviseCommand
{
    public static Command Create(OpenInstallation open, TimeProvider? clock = null, Func<string, string?>? environment = null)
    {
        var options = new AdviseOptions();
        var command = new Command("advise", """
            Which budget model to take, for a developer, a team or an enterprise, with the arithmetic: what a month costs, what caching
            and batching change, when moving pays, and which claims of the article behind the project hold with these prices.
            Tokens are counted as OpenAI's models count (o200k_base). The exit code is 1 when no model will do.

            Examples:
              farthing advise
              farthing advise --developers 12 --ecosystem claude --needs vision,long-context
              farthing advise --developers 150 --from-ledger --migration-usd 20000
            """);
        foreach (var option in options.All) command.Add(option);
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                var today = DateOnly.FromDateTime((clock ?? TimeProvider.System).GetUtcNow().UtcDateTime);
                var report = options.Answer(parsed, options.Installation.Open(open, parsed), today, () => Ledger(parsed.GetValue(options.Installation.Data), environment ?? Environment.GetEnvironmentVariable));
                if (parsed.GetValue(options.Json)) JsonOutput.Write(output, json => AdviceJson.Write(json, report));
                else AdviceText.Write(output, report);
                return report.HasAdvice ? 0 : 1;
            }
            catch (FormatException e)
            {
                error.WriteLine(e.Message);
                return 2;
            }
            catch (OverflowException)
            {
                error.WriteLine("The cost exceeds what Farthing counts; give fewer tokens or developers.");
                return 2;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                error.WriteLine($"farthing advise: {e.Message}");
                return 3;
            }
        });
        return command;
    }

    private static LedgerUse Ledger(string? folder, Func<string, string?> environment)
    {
        var file = DataFolder.Open(folder, environment).Database;
        return File.Exists(file) ? LedgerUse.Read(Database.Open(file)) : throw new FormatException($"--from-ledger: there is no ledger at {file} yet; 'farthing serve' makes one.");
    }
}
