using System.CommandLine;
using Spectre.Console;

namespace Farthing.Catalogue;

/// <summary><c>farthing models</c></summary>
internal static class ModelsCommand
{
    /// <summary>Wide enough that no cell of the table wraps in a pipe or a file.</summary>
    private const int PipeWidth = 160;

    public static Command Create(OpenInstallation open, TimeProvider? clock = null)
    {
        InstallationOptions installation = new();
        Option<string?> provider = new("--provider") { HelpName = "NAME", Description = "Only the models of this provider" };
        Option<bool> all = new("--all") { Description = "Also models that were retired more than 90 days ago" };
        Option<bool> json = new("--json") { Description = "Print JSON" };
        clock ??= TimeProvider.System;
        var command = new Command("models", """
            List the models we know: limits, today's list prices, and what is about to be retired.

            Examples:
              farthing models --provider anthropic
              farthing models show claude-haiku-4-5
              farthing models check
            """)
        {
            provider, all, json, installation.Config, installation.Data,
            ModelShowCommand.Create(open, clock), ModelCheckCommand.Create(open, clock), Importing.ModelImportCommand.Create(open, clock),
        };
        command.SetAction(parsed => installation.Run(open, parsed, write: false, installed =>
        {
            var console = TableConsole.To(parsed.InvocationConfiguration.Output, PipeWidth);
            return Run(parsed.GetValue(provider), parsed.GetValue(all), parsed.GetValue(json), installed.Catalogue, console, parsed.InvocationConfiguration.Error, clock);
        }));
        return command;
    }

    /// <returns>0 listed; 2 wrong use.</returns>
    internal static int Run(string? provider, bool all, bool json, ModelCatalogue catalogue, IAnsiConsole console, TextWriter error, TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var asked = catalogue.Models.Where(m => provider is null || m.Provider.Equals(provider, StringComparison.OrdinalIgnoreCase)).ToList();
        if (asked.Count == 0)
        {
            error.WriteLine($"--provider: there is no model of '{provider}'; choose one of: {string.Join(", ", catalogue.Models.Select(m => m.Provider).Distinct())}.");
            return 2;
        }
        var shown = all ? asked : [.. asked.Where(m => !m.IsRetired(today.AddDays(-Retirement.SoonDays)))];
        var book = catalogue.Book(PriceBook.List) ?? throw new InvalidDataException("Model catalogue: it has no price book 'list'.");
        if (json)
        {
            JsonOutput.Write(console.Profile.Out.Writer, to => ModelsJson.Write(to, shown, book, today));
            return 0;
        }
        console.Write(ModelsTable.Create(shown, book, today));
        console.WriteLine(FormattableString.Invariant($"US dollars per million tokens; the catalogue is of {catalogue.AsOf:yyyy-MM-dd}. '-' is not established."));
        if (shown.Any(m => m.ShutdownDate is null && m.RetireNotBefore <= today)) console.WriteLine("'promise ended': the vendor promised the model until that day; it has named no end yet, and may now do so at its usual notice.");
        if (shown.Count < asked.Count) console.WriteLine($"Left out: {asked.Count - shown.Count} retired more than {Retirement.SoonDays} days ago; --all shows them.");
        return 0;
    }
}
