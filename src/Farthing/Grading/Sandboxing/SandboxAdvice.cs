namespace Farthing.Grading.Sandboxing;

/// <summary>What to do where the sandbox does not work. Pure.</summary>
internal static class SandboxAdvice
{
    private const string Refusal = "Samples are never run outside a sandbox, so nothing was run. ";

    public static string For(string missingTool) =>
        Refusal + (missingTool == "bwrap"
            ? "bubblewrap is not installed. Install it: sudo apt-get install bubblewrap (Debian, Ubuntu), sudo dnf install bubblewrap (Fedora), sudo apk add bubblewrap (Alpine)."
            : $"{missingTool} is not installed. It is part of util-linux: sudo apt-get install util-linux, or sudo apk add util-linux-misc setpriv.");

    /// <param name="output">What bwrap said.</param>
    public static string ForFailure(string output) => Refusal + $"bubblewrap said: \"{Shortened(output)}\". " + Cure(output);

    private static string Cure(string output) =>
        output.Contains("setting up uid map", StringComparison.Ordinal) || output.Contains("RTM_NEWADDR", StringComparison.Ordinal)
            ? "AppArmor keeps users from making namespaces (Ubuntu 23.10 and later). Allow it: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or give /usr/bin/bwrap an AppArmor profile with \"userns,\"."
        : output.Contains("Operation not permitted", StringComparison.Ordinal) || output.Contains("No permissions to creat", StringComparison.Ordinal)
            ? "Namespaces are not allowed here. In Docker: docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined …. On a machine of your own: sudo sysctl -w kernel.unprivileged_userns_clone=1."
        : output.Contains("Unknown option", StringComparison.Ordinal)
            ? "This bubblewrap is too old. Install version 0.8 or newer."
            : "Try it by hand: bwrap --unshare-all --ro-bind / / true.";

    private static string Shortened(string output) => output.Length <= 300 ? output : output[..300] + "…";
}
