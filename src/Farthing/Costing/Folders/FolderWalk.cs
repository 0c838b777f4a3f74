namespace Farthing.Costing.Folders;

/// <param name="Name">Relative to the folder, with slashes.</param>
internal sealed record FoundFile(string Name, string FullName);

/// <summary>Why something was left out, how often, and the first few names.</summary>
internal sealed record LeftOut(string Reason, int Count, IReadOnlyList<string> Examples);

/// <summary>
/// The files of a folder that a model would be given, in the order of their names. Links are not followed, so that no loop is entered
/// and nothing outside is read.
/// </summary>
internal sealed class FolderWalk
{
    public const long UsualMostBytes = 1_000_000;

    private const int Examples = 3;

    /// <summary>What tools keep or make: nobody sends it to a model.</summary>
    private static readonly HashSet<string> s_notSource = [".git", ".hg", ".svn", "node_modules", "bin", "obj"];

    private readonly SortedDictionary<string, List<string>> _leftOut = new(StringComparer.Ordinal);
    private readonly List<FoundFile> _files = [];
    private readonly long _mostBytes;

    private readonly Action<int> _found;

    private FolderWalk(long mostBytes, Action<int> found) => (_mostBytes, _found) = (mostBytes, found);

    public IReadOnlyList<FoundFile> Files => _files;

    public IReadOnlyList<LeftOut> LeftOut => [.. _leftOut.Select(l => new LeftOut(l.Key, l.Value.Count, [.. l.Value.Take(Examples)]))];

    /// <param name="path">A folder, or one file.</param>
    /// <param name="mostBytes">Larger files are left out: they are data or generated.</param>
    /// <param name="found">Told now and then how many files there are so far.</param>
    /// <exception cref="FormatException">There is nothing there.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FolderWalk Of(string path, long mostBytes, Action<int> found, CancellationToken cancel)
    {
        var walk = new FolderWalk(mostBytes, found);
        if (File.Exists(path)) walk.Take(new FileInfo(path), Path.GetFileName(path));
        else if (Directory.Exists(path)) walk.Folder(new DirectoryInfo(path), "", IgnoreRules.None, cancel);
        else throw new FormatException($"there is no folder or file '{path}'");
        return walk;
    }

    /// <summary>For what shows only when a file is read.</summary>
    public void Leave(string reason, string name)
    {
        if (!_leftOut.TryGetValue(reason, out var names)) _leftOut[reason] = names = [];
        names.Add(Shown(name));
    }

    private void Folder(DirectoryInfo folder, string name, IgnoreRules outer, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _found(_files.Count);
        FileSystemInfo[] entries;
        IgnoreRules rules;
        try
        {
            entries = folder.GetFileSystemInfos();
            var ignore = entries.FirstOrDefault(e => e is FileInfo { Name: ".gitignore", LinkTarget: null, Length: <= UsualMostBytes });
            rules = ignore is null ? outer : outer.And(name, File.ReadLines(ignore.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && name.Length > 0)
        {
            Leave("not readable", name);
            return;
        }

        foreach (var entry in entries.OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            var inside = name + entry.Name;
            if (entry.LinkTarget is not null) Leave("links, which are not followed", inside);
            else if (entry is DirectoryInfo && s_notSource.Contains(entry.Name)) Leave($"folders of tools and builds ({string.Join(", ", s_notSource)})", inside + "/");
            else if (rules.LeaveOut(inside, entry is DirectoryInfo)) Leave("left out by .gitignore", entry is DirectoryInfo ? inside + "/" : inside);
            else if (entry is DirectoryInfo deeper) Folder(deeper, inside + "/", rules, cancel);
            else if (entry is FileInfo file) Take(file, inside);
        }
    }

    /// <summary>A stranger's file name could hold what a terminal obeys.</summary>
    private static string Shown(string name) => string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));

    /// <summary>What has no bytes is empty, or no file at all but a pipe or a device, which must not be opened.</summary>
    private void Take(FileInfo file, string name)
    {
        if (file.Length == 0) Leave("empty", name);
        else if (file.Length > _mostBytes) Leave(FormattableString.Invariant($"larger than {_mostBytes:N0} bytes (--max-file-bytes)"), name);
        else _files.Add(new FoundFile(Shown(name), file.FullName));
    }
}
