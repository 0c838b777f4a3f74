using System.Reflection;
using System.Runtime.Versioning;

namespace Farthing.Grading.Sandboxing;

/// <summary>
/// One folder for this process that "nobody" can read: the harness files, and copies of what lies where "nobody" cannot look
/// (a checkout or a .NET under /root). Removed on disposal; what a crashed process left is removed by the next one.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class Staging : IDisposable
{
    private const string NamePrefix = "farthing-grading-";
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public Staging()
    {
        var temp = IsReadableByAll(Path.GetTempPath()) ? Path.GetTempPath() : "/tmp";
        foreach (var left in Directory.EnumerateDirectories(temp, NamePrefix + "*"))
        {
            if (OwnedName.OwnerIsGone(Path.GetFileName(left), NamePrefix))
                TryDelete(left);
        }
        Folder = Path.Combine(temp, $"{NamePrefix}{Environment.ProcessId}-{Guid.NewGuid():N}");
        CreateReadable(Folder);
    }

    public string Folder { get; }

    /// <summary>Writes an embedded harness file; gives its path.</summary>
    public string Harness(string name)
    {
        var path = Path.Combine(Folder, name);
        using (var source = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!)
        using (var target = File.Create(path))
            source.CopyTo(target);
        File.SetUnixFileMode(path, ReadableByAll);
        return path;
    }

    /// <summary>The folder itself where everybody may read it, otherwise a copy of it in here.</summary>
    public string Readable(string folder)
    {
        if (IsReadableByAll(folder))
            return folder;
        return Copy(Path.GetDirectoryName(folder)!, [Path.GetFileName(folder)]) + "/" + Path.GetFileName(folder);
    }

    /// <summary>Copies these files and folders of a folder to a new one in here, under the same names.</summary>
    public string Copy(string folder, IReadOnlyList<string> names)
    {
        var copy = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        CreateReadable(copy);
        foreach (var name in names)
        {
            if (Directory.Exists(Path.Combine(folder, name)))
                CopyFolder(Path.Combine(folder, name), Path.Combine(copy, name));
            else
                CopyFile(Path.Combine(folder, name), Path.Combine(copy, name));
        }
        return copy;
    }

    public void Dispose() => TryDelete(Folder);

    /// <summary>Whether every folder on the way lets others through. Files in it follow their folder in practice.</summary>
    public static bool IsReadableByAll(string folder)
    {
        for (var at = new DirectoryInfo(Path.GetFullPath(folder)); at is not null; at = at.Parent)
        {
            if (!at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        }
        return true;
    }

    private static void CopyFolder(string source, string target)
    {
        CreateReadable(target);
        foreach (var file in Directory.EnumerateFiles(source))
            CopyFile(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(source))
            CopyFolder(folder, Path.Combine(target, Path.GetFileName(folder)));
    }

    private static void CopyFile(string source, string target)
    {
        File.Copy(source, target);
        File.SetUnixFileMode(target, ReadableByAll);
    }

    /// <summary>Makes a folder, and those missing above it, for all to read: creation alone obeys the umask.</summary>
    private static void CreateReadable(string folder)
    {
        if (Directory.Exists(folder))
            return;
        CreateReadable(Path.GetDirectoryName(folder)!);
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, ReadableByAll);
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // Another start cleaned it first, or it is not ours to clean.
        }
    }
}
