namespace Farthing.Storage;

/// <summary>Where Farthing keeps what must outlive a run: the ledger's database and the run folders of comparisons.</summary>
internal sealed class DataFolder
{
    private DataFolder(string path) => Path = path;

    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, "farthing.db");

    /// <summary>The prices that the user imported.</summary>
    public string Models => System.IO.Path.Combine(Path, "models.json");

    public string Runs => System.IO.Path.Combine(Path, "runs");

    /// <summary>Takes <paramref name="asked"/>, else FARTHING_HOME, else the XDG data folder. It need not be there.</summary>
    public static DataFolder Find(string? asked, Func<string, string?> environment)
    {
        var path = asked ?? Value("FARTHING_HOME") ?? System.IO.Path.Combine(
            Value("XDG_DATA_HOME")
            ?? System.IO.Path.Combine(Value("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"),
            "farthing");
        return new DataFolder(System.IO.Path.GetFullPath(path));

        string? Value(string name) => environment(name) is { Length: > 0 } value ? value : null; // empty is not set (XDG base directories)
    }

    /// <summary>The folder that <see cref="Find"/> finds, made where it is not there, readable by its owner alone.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static DataFolder Open(string? asked, Func<string, string?> environment)
    {
        var folder = Find(asked, environment);
        var path = folder.Path;
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot make the data folder {path}: {e.Message}. Set FARTHING_HOME to a folder you can write to.", e);
        }

        return folder;
    }
}
