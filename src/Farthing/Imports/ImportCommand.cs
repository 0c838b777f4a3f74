using System.CommandLine;
using Farthing.Catalogue;
using Farthing.Imports.LiteLlm;

namespace Farthing.Imports;

/// <summary><c>farthing import</c>: other gateways' configurations.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { HelpName = "FILE", Description = "The configuration, usually config.yaml" };
        Option<string> target = new("--output", "-o") { HelpName = "FILE", Description = "The file to write; - prints it", DefaultValueFactory = _ => "farthing.yaml" };
        Option<bool> force = new("--force") { Description = "Overwrite it" };
        Option<bool> json = new("--json") { Description = "Print what was written and what was not carried as JSON" };
        var litellm = new Command("litellm", """
            Turn a LiteLLM configuration into farthing.yaml: models, providers, fallbacks, aliases, the master key and the budget.
            Keys stay references to the environment; one that stands in the file is not copied. Every field that is not carried is
            named with the reason.

            Example:
              farthing import litellm config.yaml --output farthing.yaml
            """) { file, target, force, json };
        litellm.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(target), parsed.GetValue(force), parsed.GetValue(json),
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return new Command("import", """
            Take over the configuration of another gateway.

            Example:
              farthing import litellm config.yaml --output farthing.yaml
            """) { litellm };
    }

    /// <returns>0 written; 2 wrong use; 3 failed.</returns>
    private static int Run(string file, string target, bool force, bool json, TextWriter output, TextWriter error)
    {
        var prints = target == "-";
        if (!prints && !force && File.Exists(target))
        {
            error.WriteLine($"farthing import: {target} exists; --force overwrites it, --output names another file.");
            return 2;
        }

        if (!File.Exists(file))
        {
            error.WriteLine($"farthing import: there is no file {file}");
            return 2;
        }

        try
        {
            var imported = LiteLlmReader.Read(File.ReadAllText(file));
            var yaml = FarthingYaml.Of(imported);
            if (!prints) File.WriteAllText(target, yaml);
            if (json) JsonOutput.Write(output, to => ImportReport.WriteJson(to, imported, prints ? null : target, yaml));
            else ImportReport.WriteText(prints ? error : output, imported, prints ? null : target);
            if (prints && !json) output.Write(yaml);
            return 0;
        }
        catch (FormatException e)
        {
            error.WriteLine($"farthing import: {file}: {e.Message}.");
            return 2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"farthing import: {e.Message}");
            return 3;
        }
    }
}
