using Xunit;

namespace Farthing.Tests;

/// <summary>Who may know whom. A folder that needs another one gets a line here in review, or does without.</summary>
public class DirectionTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Storage"] = [],
        ["Catalogue"] = ["Wire"],
        ["Configuration"] = ["Catalogue", "Wire"],
        ["Providers"] = ["Wire"],
        ["Recording"] = [],
        ["Keys"] = ["Catalogue", "Storage"],
        ["Budgets"] = ["Catalogue", "Storage", "Wire"],
        ["Ledger"] = ["Budgets", "Catalogue", "Storage", "Wire"],
        ["Routing"] = ["Catalogue", "Configuration", "Providers", "Wire"],
        ["Gateway"] = ["Budgets", "Catalogue", "Configuration", "Keys", "Ledger", "Providers", "Routing", "Storage", "Wire"],
        ["Costing"] = ["Catalogue", "Gateway", "Storage", "Wire"],
        ["Imports"] = ["Catalogue"],
        ["Simulator"] = [],
        ["Grading"] = [],
        ["Comparison"] = ["Catalogue", "Configuration", "Grading", "Providers", "Simulator", "Storage", "Wire"],
        ["Cli"] = ["Configuration", "Simulator", "Storage"],
    };

    public static TheoryData<string> Folders => [.. Directory.GetDirectories(Source).Select(d => Path.GetFileName(d)!)];

    private static string Source => Path.Combine(Repository.Root, "src", "Farthing");

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_those_below_it(string folder)
    {
        var used = Directory.GetFiles(Path.Combine(Source, folder), "*.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("using Farthing.", StringComparison.Ordinal))
            .Select(line => line["using Farthing.".Length..].Split('.', ';')[0])
            .Distinct()
            .Where(other => other != folder);
        Assert.True(Allowed.TryGetValue(folder, out var allowed), $"src/Farthing/{folder} is new: say in this test whom it may use");
        Assert.Empty(used.Except(allowed));
    }

    [Fact]
    public void Wire_knows_nothing_of_the_program()
    {
        var project = File.ReadAllText(Path.Combine(Repository.Root, "src", "Farthing.Wire", "Farthing.Wire.csproj"));
        Assert.DoesNotContain("PackageReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("FrameworkReference", project, StringComparison.Ordinal);
    }

    [Fact]
    public void No_file_grows_past_400_lines()
    {
        var long_ = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => File.ReadLines(f).Count() > 400)
            .Select(Path.GetFileName);
        Assert.Empty(long_);
    }
}
