using System.ComponentModel;
using System.Diagnostics;

namespace Farthing.Grading.Sandboxing;

/// <summary>Finds out whether the sandbox works by really running something in it, and gets bubblewrap where that is simple.</summary>
internal static class SandboxProbe
{
    private const string Marker = "farthing sandbox works";
    private static readonly Limits ProbeLimits = new(TimeSpan.FromSeconds(30));
    private static readonly SandboxCommand Probe =
        new(["/bin/sh", "-c", $"touch /tmp/x && ! touch /usr/x 2>/dev/null && echo {Marker}"], [], new Dictionary<string, string>());

    /// <param name="notices">Told before anything is installed (stderr).</param>
    /// <exception cref="SandboxUnavailableException">No sandbox works here; the message says how to get one.</exception>
    public static async Task<Sandbox> OpenAsync(TextWriter notices, TimeProvider clock, CancellationToken cancel = default)
    {
        if (!Has("bwrap"))
            await InstallAsync(notices, cancel);
        foreach (var tool in new[] { "bwrap", "prlimit", "setpriv", "setsid" })
        {
            if (!Has(tool))
                throw new SandboxUnavailableException(SandboxAdvice.For(tool));
        }
        var sandbox = new Sandbox(clock);
        try
        {
            var run = await sandbox.RunAsync(Probe, default, ProbeLimits, cancel);
            if (run.ExitCode == 0 && run.Output.Trim() == Marker)
                return sandbox;
            throw new SandboxUnavailableException(SandboxAdvice.ForFailure(run.Output.Trim()));
        }
        catch
        {
            sandbox.Dispose();
            throw;
        }
    }

    private static async Task InstallAsync(TextWriter notices, CancellationToken cancel)
    {
        if (!Environment.IsPrivilegedProcess || !Has("apt-get"))
            return;
        await notices.WriteLineAsync("Samples run only in a sandbox; installing bubblewrap (apt-get install bubblewrap).");
        if (!await AptAsync(["install", "-y", "--no-install-recommends", "bubblewrap"], cancel))
            _ = await AptAsync(["update"], cancel) && await AptAsync(["install", "-y", "--no-install-recommends", "bubblewrap"], cancel);
    }

    private static async Task<bool> AptAsync(string[] arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("apt-get", ["-q", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        try
        {
            using var apt = Process.Start(start)!;
            await Task.WhenAll(apt.StandardOutput.ReadToEndAsync(cancel), apt.StandardError.ReadToEndAsync(cancel));
            await apt.WaitForExitAsync(cancel);
            return apt.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static bool Has(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':').Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, tool)));
}
