using Farthing.Costing.Folders;
using Xunit;

namespace Farthing.Tests.Costing.Folders;

public class IgnoreRulesTests
{
    [Theory]
    [InlineData("*.log", "a.log", true)]
    [InlineData("*.log", "deep/er/a.log", true)]
    [InlineData("*.log", "a.logs", false)]
    [InlineData("/top.txt", "top.txt", true)]
    [InlineData("/top.txt", "deep/top.txt", false)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "c/a/b", false)]
    [InlineData("**/b", "c/a/b", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**", "a/x/y", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("build/", "build", false)] // a file of that name
    [InlineData("# *.cs", "a.cs", false)]
    [InlineData("\\#x", "#x", true)]
    [InlineData("file?.txt", "file1.txt", true)]
    [InlineData("file?.txt", "file/.txt", false)]
    [InlineData("[a-c].txt", "b.txt", true)]
    [InlineData("[!a-c].txt", "b.txt", false)]
    [InlineData("[!a-c].txt", "d.txt", true)]
    [InlineData("[z-a].txt", "b.txt", false)] // no pattern
    [InlineData("[].txt", "b.txt", false)]
    [InlineData("a+b.txt", "a+b.txt", true)]
    [InlineData("trailing   ", "trailing", true)]
    [InlineData("*.cs\n!keep.cs", "keep.cs", false)]
    [InlineData("!keep.cs\n*.cs", "keep.cs", true)]
    [InlineData("/", "a", false)]
    [InlineData("", "a", false)]
    public void Patterns_mean_what_they_mean_to_git(string lines, string path, bool isLeftOut) =>
        Assert.Equal(isLeftOut, IgnoreRules.None.And("", lines.Split('\n')).LeaveOut(path, isFolder: false));

    [Fact]
    public void A_pattern_with_a_slash_at_its_end_means_folders() => Assert.True(IgnoreRules.None.And("", ["build/"]).LeaveOut("a/build", isFolder: true));

    [Fact]
    public void A_deeper_file_speaks_of_its_own_folder_and_comes_first()
    {
        var rules = IgnoreRules.None.And("", ["*.txt"]).And("sub/", ["!mine.txt", "/only.cs"]);
        Assert.False(rules.LeaveOut("sub/mine.txt", isFolder: false));
        Assert.True(rules.LeaveOut("sub/other.txt", isFolder: false));
        Assert.True(rules.LeaveOut("sub/only.cs", isFolder: false));
        Assert.False(rules.LeaveOut("sub/deep/only.cs", isFolder: false));
    }
}
