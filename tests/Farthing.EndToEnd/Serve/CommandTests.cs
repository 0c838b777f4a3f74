using System.Text.Json;
using System.Text.RegularExpressions;
using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Serve;

public sealed partial class CommandTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    /// <summary>Every command that the program lists, and each of theirs; <c>--json</c> where it does something itself and is not only there for those below it.</summary>
    [Fact]
    public async Task Every_command_has_help_with_an_example_and_json()
    {
        List<string[]> open = [[]];
        var seen = new List<string>();
        while (open.Count > 0)
        {
            var helps = await Task.WhenAll(open.Select(async command => (Command: command, Help: (await FarthingProcess.ToEndAsync(_home, [.. command, "--help"])).With(0).Output)));
            open = [];
            foreach (var (command, help) in helps)
            {
                var commands = Commands().Match(help).Groups[1].Value;
                open.AddRange(CommandName().Matches(commands).Select(m => (string[])[.. command, m.Groups[1].Value]));
                seen.Add(string.Join(' ', command));
                if (commands.Length == 0) Assert.True(help.Contains("--json", StringComparison.Ordinal), $"no --json: farthing {seen[^1]}");
                if (command.Length > 0) Assert.True(help.Contains("Example", StringComparison.Ordinal), $"no example in: farthing {seen[^1]} --help");
            }
        }

        Assert.Superset(new HashSet<string> { "", "compare", "serve", "sim", "models", "cost", "stats", "stats paired", "teams create", "keys rotate", "budgets check", "spend", "import litellm" }, seen.ToHashSet());
    }

    [Fact]
    public async Task Cost_prices_the_articles_numbers()
    {
        var list = (await FarthingProcess.ToEndAsync(_home, "cost", "--model", "claude-haiku-4-5", "--input", "50000", "--cached", "45000", "--output", "2000", "--json")).With(0);
        Assert.Equal(0.0195m, JsonElement.Parse(list.Output).GetProperty("cost_usd").GetDecimal()); // 5,000 · $1 + 45,000 · $0.10 + 2,000 · $5, a million
        var article = (await FarthingProcess.ToEndAsync(_home, "cost", "--model", "gpt-4o-mini", "--output", "500", "--prices", "article", "--json")).With(0);
        Assert.Equal(0.0003m, JsonElement.Parse(article.Output).GetProperty("cost_usd").GetDecimal());
    }

    [Fact]
    public async Task Models_lists_both_budget_models()
    {
        Assert.Contains("claude-haiku-4-5", (await FarthingProcess.ToEndAsync(_home, "models")).With(0).Output);
        var json = (await FarthingProcess.ToEndAsync(_home, "models", "--json")).With(0).Output;
        Assert.Contains("gpt-4o-mini", JsonElement.Parse(json).GetRawText());
    }

    [Fact]
    public async Task Stats_judges_a_table()
    {
        var ended = (await FarthingProcess.ToEndAsync(_home,
            "stats", "paired", "--both", "100", "--only-a", "12", "--only-b", "9", "--neither", "22", "--margin", "0.05", "--json")).With(0);
        var judged = JsonElement.Parse(ended.Output).GetProperty("comparison");
        Assert.Equal(3.0 / 143, judged.GetProperty("difference").GetDouble(), 12);
        Assert.Equal("inconclusive", judged.GetProperty("verdict").GetString());
    }

    [Theory, InlineData("no-such-command"), InlineData("cost"), InlineData("cost --model no-such-model"), InlineData("stats paired --both minus")]
    public async Task A_line_that_cannot_be_understood_ends_with_2(string line)
    {
        var ended = (await FarthingProcess.ToEndAsync(_home, line.Split(' '))).With(2);
        Assert.NotEmpty(ended.Error);
    }

    [GeneratedRegex(@"^Commands:\n((?:  .*\n|\s*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Commands();

    /// <summary>Commands stand two spaces in; their descriptions go on further to the right.</summary>
    [GeneratedRegex("^  ([a-z][a-z-]*)(?: |$)", RegexOptions.Multiline)]
    private static partial Regex CommandName();
}
