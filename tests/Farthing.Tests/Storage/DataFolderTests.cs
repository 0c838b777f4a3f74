using Farthing.Storage;
using Xunit;

namespace Farthing.Tests.Storage;

public class DataFolderTests
{
    [Theory]
    [InlineData("", "", "", ".local/share/farthing")]
    [InlineData("", "xdg", "", "xdg/farthing")]
    [InlineData("own", "xdg", "", "own")]
    [InlineData("own", "xdg", "asked", "asked")]
    public void An_empty_variable_is_not_set_and_the_nearest_wish_counts(string own, string xdg, string asked, string expected)
    {
        using var home = new TemporaryFolder();
        var set = new Dictionary<string, string>
        {
            ["HOME"] = home.In("."),
            ["FARTHING_HOME"] = own.Length > 0 ? home.In(own) : "",
            ["XDG_DATA_HOME"] = xdg.Length > 0 ? home.In(xdg) : "",
        };
        var folder = DataFolder.Open(asked.Length > 0 ? home.In(asked) : null, set.GetValueOrDefault);
        Assert.Equal(Path.GetFullPath(home.In(expected)), folder.Path);
        Assert.True(Directory.Exists(folder.Path));
    }
}
