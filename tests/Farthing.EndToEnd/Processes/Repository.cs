namespace Farthing.EndToEnd.Processes;

/// <summary>Where the checkout is that this test binary was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The program under test, as users start it.</summary>
    public static string Program => Path.Combine(Root, "artifacts", "bin", "Farthing", "release", "farthing.dll");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Farthing.slnx"))) return folder.FullName;
        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not below a folder with Farthing.slnx");
    }
}
