using System.Globalization;
using System.Text.RegularExpressions;

namespace Farthing.Wire.Tests.Mistakes;

/// <summary>README.md beside this file says which test shows what of the known mistakes; this reads it.</summary>
public sealed partial class IndexTests
{
    [Fact]
    public void Every_known_mistake_has_a_test_that_is_there()
    {
        var tests = Tests();
        var rows = File.ReadAllLines(Path.Combine(tests, "Farthing.Wire.Tests", "Mistakes", "README.md")).Select(l => Row().Match(l)).Where(m => m.Success).ToList();
        Assert.Equal(Enumerable.Range(1, 61), rows.Select(r => int.Parse(r.Groups[1].Value, CultureInfo.InvariantCulture)));
        var written = Directory.GetFiles(tests, "*.cs", SearchOption.AllDirectories).SelectMany(f => Method().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.All(rows, row => Assert.NotEmpty(row.Groups[2].Value.Trim()));
        Assert.Subset(written, rows.SelectMany(r => r.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries)).ToHashSet());
    }

    private static string Tests()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "Farthing.slnx"))) at = at.Parent;
        return Path.Combine(at.FullName, "tests");
    }

    [GeneratedRegex(@"^\| (\d+) \| [^|]+ \| ([^|]+) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"public (?:async Task|void) (\w+)\(")]
    private static partial Regex Method();
}
