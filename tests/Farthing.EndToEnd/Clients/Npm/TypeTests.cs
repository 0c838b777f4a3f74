using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Clients.Npm;

/// <summary>The TypeScript compiler over what the gateway sends and returns, with the types of the vendors' own packages.</summary>
public sealed class TypeTests
{
    /// <summary>What is not in the types and right all the same stands, with its reason, in <c>Scripts/oracle-exempt.json</c>.</summary>
    [Fact]
    public async Task Every_document_of_the_fixtures_has_the_vendors_types()
    {
        Installed.Need("sdks");
        using var home = new TemporaryFolder();
        await using var compiler = FarthingProcess.Run(Installed.Node, home, [],
            [Path.Combine(Installed.Scripts, "oracle.mjs"), Installed.Folder("sdks"), Path.Combine(Repository.Root, "tests", "Farthing.Wire.Tests", "fixtures")]);
        var lines = (await compiler.EndAsync()).With(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Empty(lines[..^1]);
        Assert.True(int.Parse(lines[^1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) > 200, lines[^1]);
    }
}
