using Farthing.Catalogue;
using Farthing.Configuration;
using Xunit;

namespace Farthing.Tests;

/// <summary>Documents that cannot lie: what they show is run.</summary>
public class DocsTests
{
    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    [Fact]
    public void The_configuration_page_shows_a_file_that_is_read_whole()
    {
        var yaml = Text("docs/configuration.md").Split("```yaml\n")[1].Split("```")[0];

        var settings = SettingsReader.FromYaml("farthing.yaml", yaml, name => "secret-of-" + name);

        Assert.Equal("127.0.0.1:4000", settings.Listen.ToString());
        Assert.Equal("secret-of-MY_KEY", settings.Key);
        Assert.Equal(["anthropic", "openai", "groq"], settings.Providers.Select(p => p.Name));
        Assert.Equal(["budget"], settings.Aliases.Select(a => a.Name));
        Assert.All(settings.Aliases.SelectMany(a => a.Use), name => Assert.Null(AliasCheck.Problem(name, settings, ModelCatalogue.Embedded)));
    }

    [Fact]
    public void The_aliases_on_the_page_of_clients_can_be_read()
    {
        var yaml = Text("docs/clients.md").Split("```yaml\n")[1].Split("```")[0];
        var settings = SettingsReader.FromYaml("farthing.yaml", yaml + "providers:\n  openai: { dialect: openai-chat, base_url: https://api.openai.com/v1 }\n", _ => null);
        Assert.Equal("claude-sonnet-4-6", Assert.Single(settings.Aliases).Name);
    }

    [Fact]
    public void The_architecture_fits_150_lines_and_names_only_what_is_there()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "ARCHITECTURE.md"));
        Assert.True(lines.Length <= 150);
        var folders = lines.Where(l => l.StartsWith("| `", StringComparison.Ordinal) && l.EndsWith(".cs` |", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => Path.Combine(Repository.Root, "src", "Farthing", cells[1].Trim('`'), cells[3].Trim('`')));
        Assert.All(folders, file => Assert.True(File.Exists(file) || Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file), SearchOption.AllDirectories).Length == 1, file));
    }

    [Fact]
    public void Every_file_that_the_documents_point_to_is_there()
    {
        foreach (var document in new[] { "README.md", "CONTRIBUTING.md", "ARCHITECTURE.md" })
        {
            foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(Text(document), @"\]\(([^)#:]+)\)"))
                Assert.True(Path.Exists(Path.Combine(Repository.Root, link.Groups[1].Value)), $"{document} points to {link.Groups[1].Value}");
        }
    }

    [Fact]
    public void The_cost_in_the_readme_is_what_the_command_works_out()
    {
        var price = ModelCatalogue.Embedded.Book("list")!.Find("claude-haiku-4-5", new DateOnly(2026, 11, 23));
        var cost = CostCalculator.Cost(new Wire.Usage(Input: 5_000, CacheRead: 45_000, Output: 2_000), price);
        Assert.Contains($"= ${cost}", Text("README.md"), StringComparison.Ordinal);
    }
}
