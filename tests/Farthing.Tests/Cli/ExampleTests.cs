using System.CommandLine;
using Farthing.Tests.Costing;
using Xunit;

namespace Farthing.Tests.Cli;

/// <summary>What the help of a command shows works as it stands, line after line, on an installation that holds nothing yet.</summary>
public class ExampleTests
{
    /// <summary>Those that change or read the data folder alone: no server, no sandbox, no file that has to be there.</summary>
    private static readonly string[] s_onTheDataFolder = ["keys", "teams", "projects", "budgets", "spend"];

    public static TheoryData<string> Commands => [.. Below(EveryCommand.Create()).Select(c => c.Path).Where(p => s_onTheDataFolder.Contains(p.Split(' ')[0]) && p != "spend audit")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Examples_run_in_their_order(string path)
    {
        using var home = new TemporaryFolder();
        var examples = Examples(Below(EveryCommand.Create()).Single(c => c.Path == path).Command);
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var (code, _, error) = await CommandRun.Of(EveryCommand.Create(), $"{example} --data {home.In("data")}");
            Assert.True(code == 0, $"farthing {example}: {code} {error}");
        }
    }

    [Fact]
    public void Every_command_that_does_something_has_json() =>
        Assert.Empty(Below(EveryCommand.Create()).Where(c => c.Command.Action is not null && c.Command.Options.All(o => o.Name != "--json")).Select(c => c.Path));

    [Fact]
    public void Every_command_has_an_example_of_its_own() =>
        Assert.Empty(Below(EveryCommand.Create()).Where(c => !Examples(c.Command).Any(e => e.StartsWith(c.Path, StringComparison.Ordinal))).Select(c => c.Path));

    internal static IEnumerable<(string Path, Command Command)> Below(Command command, string path = "") =>
        command.Subcommands.SelectMany(c => Below(c, $"{path} {c.Name}".Trim()).Prepend(($"{path} {c.Name}".Trim(), c)));

    private static string[] Examples(Command command) =>
        [.. command.Description!.ReplaceLineEndings("\n").Split('\n').SkipWhile(l => !l.StartsWith("Example", StringComparison.Ordinal)).Select(l => l.Trim())
            .Select(l => l.Split("farthing ", 2)).Where(l => l.Length == 2).Select(l => l[1])];
}
