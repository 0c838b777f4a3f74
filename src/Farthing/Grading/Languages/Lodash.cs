using System.ComponentModel;
using System.Diagnostics;

namespace Farthing.Grading.Languages;

/// <summary>Finds lodash, which the mxeval JavaScript tests use: Debian's, or a copy that npm puts into Farthing's cache folder once.</summary>
internal static class Lodash
{
    private const string Version = "4.17.21";
    private const string Debian = "/usr/share/nodejs";

    /// <summary>The folder that holds the folder <c>lodash</c>; null where there is none and npm cannot fetch it.</summary>
    public static async Task<string?> FindAsync(TextWriter notices, CancellationToken cancel)
    {
        if (File.Exists($"{Debian}/lodash/package.json"))
            return Debian;
        var cache = Path.Combine(CacheFolder(), "lodash-" + Version);
        var modules = Path.Combine(cache, "node_modules");
        if (File.Exists(Path.Combine(modules, "lodash", "package.json")))
            return modules;
        Directory.CreateDirectory(cache);
        await notices.WriteLineAsync($"The tests need lodash; fetching lodash {Version} with npm into {cache}.");
        return await NpmAsync(cache, cancel) && File.Exists(Path.Combine(modules, "lodash", "package.json")) ? modules : null;
    }

    private static async Task<bool> NpmAsync(string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(
            "npm", ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", $"lodash@{Version}"])
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        try
        {
            using var npm = Process.Start(start)!;
            await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(cancel), npm.StandardError.ReadToEndAsync(cancel));
            await npm.WaitForExitAsync(cancel);
            return npm.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // no npm
        }
    }

    private static string CacheFolder() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? Path.Combine(cache, "farthing")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "farthing");
}
