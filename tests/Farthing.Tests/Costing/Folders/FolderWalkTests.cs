using Farthing.Costing.Folders;
using Xunit;

namespace Farthing.Tests.Costing.Folders;

public sealed class FolderWalkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Finds_sources_in_order_and_says_what_it_left_out()
    {
        Write("b.cs", "class B;");
        Write("a/z.cs", "class Z;");
        Write(".gitignore", "*.log\nout/\n");
        Write("x.log", "noise");
        Write("out/made.cs", "class Made;");
        Write(".git/config", "[core]");
        Write("node_modules/left/index.js", "x");
        Write("a/bin/a.dll", "x");
        Write("a/obj/a.json", "x");
        Write("empty.txt", "");
        Write("large.csv", new string('x', 101));
        Write("a/.gitignore", "w.cs");
        Write("a/w.cs", "class W;");

        var walk = FolderWalk.Of(_folder.Path, 100, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal([".gitignore", "a/.gitignore", "a/z.cs", "b.cs"], walk.Files.Select(f => f.Name));
        Assert.Equal(
            [
                "1 empty: empty.txt",
                "4 folders of tools and builds (.git, .hg, .svn, node_modules, bin, obj): .git/ a/bin/ a/obj/",
                "1 larger than 100 bytes (--max-file-bytes): large.csv",
                "3 left out by .gitignore: a/w.cs out/ x.log",
            ],
            walk.LeftOut.Select(l => $"{l.Count} {l.Reason}: {string.Join(' ', l.Examples)}"));
    }

    [Fact]
    public void Links_are_not_followed_so_that_no_loop_is_entered_and_nothing_outside_is_read()
    {
        Write("in/a.cs", "class A;");
        Directory.CreateSymbolicLink(_folder.In("in/loop"), _folder.In("in"));
        File.CreateSymbolicLink(_folder.In("in/passwd"), "/etc/passwd");
        File.CreateSymbolicLink(_folder.In("in/.gitignore"), "/etc/hostname");
        var walk = FolderWalk.Of(_folder.In("in"), 100, _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(["a.cs"], walk.Files.Select(f => f.Name));
        Assert.Equal([".gitignore", "loop", "passwd"], Assert.Single(walk.LeftOut).Examples);
    }

    [Fact]
    public void A_name_cannot_command_the_terminal()
    {
        Write("a\u001b[2Jb.cs", "class A;");
        Assert.Equal(["a?[2Jb.cs"], FolderWalk.Of(_folder.Path, 100, _ => { }, TestContext.Current.CancellationToken).Files.Select(f => f.Name));
    }

    [Fact]
    public void One_file_is_a_folder_of_one()
    {
        Write("a.cs", "class A;");
        Assert.Equal(["a.cs"], FolderWalk.Of(_folder.In("a.cs"), 100, _ => { }, TestContext.Current.CancellationToken).Files.Select(f => f.Name));
    }

    [Fact]
    public void What_is_not_there_is_said() =>
        Assert.Equal("there is no folder or file '/nowhere'", Assert.Throws<FormatException>(() => FolderWalk.Of("/nowhere", 100, _ => { }, TestContext.Current.CancellationToken)).Message);

    [Fact]
    public async Task Text_is_read_with_its_byte_order_mark_and_binary_is_not_text()
    {
        File.WriteAllBytes(_folder.In("utf16"), [0xFF, 0xFE, (byte)'h', 0, (byte)'i', 0]);
        File.WriteAllBytes(_folder.In("utf8"), [0xEF, 0xBB, 0xBF, (byte)'h', (byte)'i']);
        File.WriteAllBytes(_folder.In("binary"), [(byte)'h', 0, (byte)'i']);
        Assert.Equal("hi", await Read("utf16"));
        Assert.Equal("hi", await Read("utf8"));
        Assert.Null(await Read("binary"));

        Task<string?> Read(string name) => FileText.ReadAsync(_folder.In(name), TestContext.Current.CancellationToken);
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.In(name))!);
        File.WriteAllText(_folder.In(name), text);
    }
}
