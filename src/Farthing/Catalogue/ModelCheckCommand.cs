using System.CommandLine;

namespace Farthing.Catalogue;

/// <summary><c>farthing models check</c></summary>
internal static class ModelCheckCommand
{
    public static Command Create(OpenInstallation open, TimeProvider clock)
    {
        InstallationOptions installation = new();
        Option<bool> json = new("--json") { Description = "Print JSON" };
        var command = new Command("check", """
            Check the models that this installation uses (the aliases of farthing.yaml, and the ledger of the last 30 days): which are
            retired or end within 90 days, what succeeds them, and what the ledger's calls would cost there. The exit code is 1 when any is.

            Example:
              farthing models check || echo "time to move"
            """) { json, installation.Config, installation.Data };
        command.SetAction(parsed => installation.Run(open, parsed, write: false, installed =>
            Run(parsed.GetValue(json), installed, parsed.InvocationConfiguration.Output, clock)));
        return command;
    }

    /// <returns>0 none ends; 1 some do.</returns>
    internal static int Run(bool json, Installation installation, TextWriter output, TimeProvider clock)
    {
        var check = ModelCheck.Of(installation, clock.GetUtcNow());
        if (json) JsonOutput.Write(output, to => ModelCheckJson.Write(to, check));
        else ModelCheckText.Write(output, check);
        return check.Ending.Count == 0 ? 0 : 1;
    }
}
