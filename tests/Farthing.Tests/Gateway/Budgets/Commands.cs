using System.CommandLine;
using Farthing.Budgets.Commands;
using Farthing.Keys.Commands;
using Xunit;

namespace Farthing.Tests.Gateway.Budgets;

/// <summary>Runs the commands that change keys and budgets on the folder of a running gateway.</summary>
internal static class Commands
{
    /// <returns>What the command printed; it must end with 0.</returns>
    public static async Task<string> RunAsync(TestGateway gateway, params string[] line)
    {
        var root = new RootCommand { KeysCommand.Create(), NamesCommand.Teams(), NamesCommand.Projects(), BudgetsCommand.Create() };
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await root.Parse([.. line, "--data", gateway.Folder]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        Assert.True(code == 0, $"{string.Join(' ', line)}: {code} {error}");
        return output.ToString();
    }

    /// <summary>Makes a key and returns its secret.</summary>
    public static async Task<string> KeyAsync(TestGateway gateway, string name, params string[] options) =>
        (await RunAsync(gateway, ["keys", "create", name, .. options])).Split(' ')[1];
}
