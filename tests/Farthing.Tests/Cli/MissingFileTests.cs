using Farthing.Tests.Costing;
using Xunit;

namespace Farthing.Tests.Cli;

/// <summary>A line that names a file which is not there is wrong use, whatever the command.</summary>
public class MissingFileTests
{
    private const string Nowhere = "/nowhere/at/all";

    /// <summary>Command and option, and what else its line needs. An argument stands as FILE.</summary>
    private static readonly Dictionary<string, string> s_lines = new()
    {
        ["compare --suite"] = $"compare --suite {Nowhere}",
        ["compare --recorded"] = $"compare --suite {Nowhere} --recorded a={Nowhere}",
        ["compare --config"] = $"compare --config {Nowhere}",
        ["serve --config"] = $"serve --config {Nowhere} --listen 127.0.0.1:0",
        ["spend audit FILE"] = $"spend audit {Nowhere} --data DATA",
        ["spend audit --config"] = $"spend audit EMPTY --config {Nowhere} --data DATA",
        ["models --config"] = $"models --config {Nowhere}",
        ["models show --config"] = $"models show gpt-4o-mini --config {Nowhere}",
        ["models check --config"] = $"models check --config {Nowhere}",
        ["models import --config"] = $"models import --litellm EMPTY --config {Nowhere}",
        ["models import --litellm"] = $"models import --litellm {Nowhere} --data DATA",
        ["models import --genai-prices"] = $"models import --genai-prices {Nowhere} --data DATA",
        ["cost --path"] = $"cost --path {Nowhere} --models gpt-4o-mini",
        ["cost --instruction"] = $"cost --path HOME --instruction {Nowhere} --models gpt-4o-mini",
        ["cost --config"] = $"cost --model gpt-4o-mini --input 1 --config {Nowhere}",
        ["advise --config"] = $"advise --config {Nowhere}",
        ["savings --config"] = $"savings --config {Nowhere} --data DATA",
        ["import litellm FILE"] = $"import litellm {Nowhere} --output HOME/out.yaml",
    };

    /// <summary>Files that are written.</summary>
    private static readonly string[] s_written = ["import litellm --output"];

    public static TheoryData<string> Files => [.. ExampleTests.Below(EveryCommand.Create()).SelectMany(c =>
        c.Command.Options.Where(o => o.HelpName is "FILE" or "PATH" or "DIR" or "NAME=FILE").Select(o => $"{c.Path} {o.Name}")
            .Concat(c.Command.Arguments.Where(a => a.HelpName == "FILE" || a.Name == "FILE").Select(_ => $"{c.Path} FILE"))).Except(s_written)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_is_not_there_ends_with_2(string taken)
    {
        Assert.True(s_lines.TryGetValue(taken, out var line), $"{taken} takes a file: say in this test how it is called");
        using var home = new TemporaryFolder();
        await File.WriteAllTextAsync(home.In("empty.json"), "{}", TestContext.Current.CancellationToken);
        var (code, _, error) = await CommandRun.Of(EveryCommand.Create(), line.Replace("HOME", home.Path, StringComparison.Ordinal).Replace("EMPTY", home.In("empty.json"), StringComparison.Ordinal).Replace("DATA", home.In("data"), StringComparison.Ordinal));
        Assert.Equal(2, code);
        if (!taken.StartsWith("compare", StringComparison.Ordinal)) Assert.Contains(Nowhere, error, StringComparison.Ordinal); // compare writes to the process's own
    }
}
