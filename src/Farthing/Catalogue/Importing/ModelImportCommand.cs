using System.CommandLine;

namespace Farthing.Catalogue.Importing;

/// <summary><c>farthing models import</c></summary>
internal static class ModelImportCommand
{
    public static Command Create(OpenInstallation open, TimeProvider clock)
    {
        InstallationOptions installation = new();
        Option<string?> liteLlm = new("--litellm") { HelpName = "FILE", Description = "LiteLLM's model_prices_and_context_window.json" };
        Option<string?> genAi = new("--genai-prices") { HelpName = "FILE", Description = "The data.json of pydantic's genai-prices" };
        Option<string[]> providers = new("--provider") { HelpName = "NAME", Description = "Only the models of this provider; may be given more than once", DefaultValueFactory = _ => [] };
        Option<string[]> models = new("--model") { HelpName = "MODEL", Description = "Only this model; may be given more than once", DefaultValueFactory = _ => [] };
        Option<bool> yes = new("--yes", "-y") { Description = "Write without asking" };
        Option<bool> json = new("--json") { Description = "Print the difference as JSON, and write only with --yes" };
        var command = new Command("import", """
            Import prices from another table into your own models.json, which lies over the built-in catalogue. The difference is shown first,
            then you are asked. A price that differs holds from today; the days before keep theirs. The exit code is 1 when you say no.
            Nothing is fetched: docs/configuration.md says where both tables are published.

            Examples:
              farthing models import --litellm model_prices_and_context_window.json --provider deepseek
              farthing models import --genai-prices data.json --model claude-haiku-5-5 --yes
            """) { liteLlm, genAi, providers, models, yes, json, installation.Config, installation.Data };
        command.SetAction(parsed => installation.Run(open, parsed, write: true, installed =>
        {
            var answers = new ImportAnswers(parsed.GetValue(yes), Console.IsInputRedirected ? null : Console.In);
            return Run(parsed.GetValue(liteLlm), parsed.GetValue(genAi), parsed.GetRequiredValue(providers), parsed.GetRequiredValue(models),
                parsed.GetValue(json), answers, installed, parsed.InvocationConfiguration.Output, clock);
        }));
        return command;
    }

    /// <returns>0 written, or nothing to write; 1 the answer was no.</returns>
    /// <exception cref="FormatException">The file is not such a table, has none of the models asked for, or nobody can be asked.</exception>
    internal static int Run(
        string? liteLlm, string? genAi, string[] providers, string[] models, bool json, ImportAnswers answers, Installation installation, TextWriter output, TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var plan = ImportPlan.Of(Table(liteLlm, genAi, today), installation.Catalogue, today, (provider, model) =>
            (providers.Length == 0 || providers.Contains(provider, StringComparer.OrdinalIgnoreCase))
            && (models.Length == 0 || models.Contains(model, StringComparer.OrdinalIgnoreCase)));
        var absent = plan.Absent(models);
        if (models.Length > 0 && absent.Count == models.Length) throw new FormatException(string.Join('\n', absent.Select(a => ImportText.Absent(plan, a))));
        if (json)
        {
            if (answers.Yes) Write(plan, installation);
            JsonOutput.Write(output, to => ImportJson.Write(to, plan, absent, answers.Yes && plan.Models.Count > 0));
            return 0;
        }

        ImportText.Write(output, plan);
        if (absent.Count > 0) output.WriteLine();
        foreach (var one in absent) output.WriteLine(ImportText.Absent(plan, one));
        output.WriteLine();
        if (plan.Models.Count == 0)
        {
            output.WriteLine("Nothing to write.");
            return 0;
        }
        if (!answers.Ask(output, $"Write {plan.Models.Count} {(plan.Models.Count == 1 ? "model" : "models")} into {installation.Imported}? [y/N] "))
        {
            output.WriteLine("Nothing was written.");
            return 1;
        }
        Write(plan, installation);
        output.WriteLine($"Written to {installation.Imported}. A gateway that runs takes it at its next start.");
        return 0;
    }

    private static void Write(ImportPlan plan, Installation installation)
    {
        if (plan.Models.Count > 0) CatalogueOverlay.Write(installation.Imported, plan.Into(CatalogueOverlay.Read(installation.Imported)));
    }

    private static PriceTable Table(string? liteLlm, string? genAi, DateOnly today)
    {
        var file = (liteLlm, genAi) switch
        {
            ({ } one, null) => one,
            (null, { } one) => one,
            _ => throw new FormatException("Name one table: --litellm FILE or --genai-prices FILE."),
        };
        if (!File.Exists(file)) throw new FormatException($"The file {file} does not exist.");
        using var stream = File.OpenRead(file);
        try
        {
            return liteLlm is not null ? LiteLlmTable.Read(stream, today) : GenAiPricesTable.Read(stream, today);
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{file}: {e.Message}", e);
        }
    }
}

/// <summary>How the question before writing is answered.</summary>
/// <param name="Yes">It was answered on the command line.</param>
/// <param name="From">Null where nobody is there to be asked.</param>
internal sealed record ImportAnswers(bool Yes, TextReader? From)
{
    /// <exception cref="FormatException">Nobody can be asked.</exception>
    public bool Ask(TextWriter output, string question)
    {
        if (Yes) return true;
        if (From is null) throw new FormatException("Nothing was written: there is no terminal to ask at. Add --yes to write this.");
        output.Write(question);
        return From.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
