using System.CommandLine;

namespace Farthing.Catalogue;

/// <summary><c>farthing models show</c></summary>
internal static class ModelShowCommand
{
    public static Command Create(OpenInstallation open, TimeProvider clock)
    {
        InstallationOptions installation = new();
        Argument<string> model = new("MODEL") { Description = "A model id or alias, such as claude-haiku-4-5 or ft:gpt-4o-mini-2024-07-18:org::id" };
        Option<bool> json = new("--json") { Description = "Print JSON" };
        var command = new Command("show", """
            Show all that is known of a model: limits, capabilities, end of life, and every price it has had, with the sources.

            Example:
              farthing models show claude-haiku-5-5
            """) { model, json, installation.Config, installation.Data };
        command.SetAction(parsed => installation.Run(open, parsed, write: false, installed =>
            Run(parsed.GetRequiredValue(model), parsed.GetValue(json), installed.Catalogue, parsed.InvocationConfiguration.Output, clock)));
        return command;
    }

    /// <returns>0 shown.</returns>
    /// <exception cref="FormatException">There is no such model.</exception>
    internal static int Run(string asked, bool json, ModelCatalogue catalogue, TextWriter output, TimeProvider clock)
    {
        var on = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var model = catalogue.Find(asked)
            ?? throw new FormatException($"The catalogue does not know '{asked}'.{Spelling.DidYouMean(catalogue.Suggest(asked))} 'farthing models --all' lists every model; price_overrides in farthing.yaml prices any other.");
        if (json) JsonOutput.Write(output, to => ModelShowJson.Write(to, model, on));
        else ModelShowText.Write(output, model, on);
        return 0;
    }
}
