using System.Runtime.Versioning;
using Farthing.EndToEnd.Clients.Npm;
using Farthing.EndToEnd.Processes;

namespace Farthing.EndToEnd.Clients.Agents;

/// <summary>
/// An agent's home, its project and its settings, gone with the test. The agent runs without the machine's environment, and where names are
/// looked up on this machine alone: several ask for outside hosts whatever their settings say.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class AgentHome : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder _folder = new();

    public AgentHome()
    {
        _folder.Write("resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
        Directory.CreateDirectory(_folder.In("project"));
    }

    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Every file below the home, for what an agent keeps there.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories);

    /// <summary>Runs an agent to its end, or to the end of its time, which counts as an error too.</summary>
    public async Task<Ended> RunAsync(string program, IReadOnlyList<(string Name, string Value)> environment, params string[] arguments)
    {
        const string Script = "mount --bind \"$HOME/resolv.conf\" /etc/resolv.conf && cd \"$HOME/project\" && exec timeout -k 5 \"$SECONDS_LEFT\" \"$@\"";
        string[] away = Environment.IsPrivilegedProcess ? ["-m", "--propagation", "private"] : ["-rm", "--propagation", "private"];
        await using var process = FarthingProcess.Run("unshare", _folder, [
            ("PATH", "/usr/local/bin:/usr/bin:/bin"), ("TERM", "dumb"), ("LANG", "C.UTF-8"), ("SECONDS_LEFT", $"{(int)Patience.TotalSeconds}"), .. environment,
        ], [.. away, "/bin/bash", "-c", Script, "agent", Path.Combine(Installed.Folder("agents"), "node_modules", ".bin", program), .. arguments]);
        return await process.EndAsync(Patience + TimeSpan.FromSeconds(20));
    }

    public void Dispose()
    {
        try
        {
            _folder.Dispose();
        }
        catch (IOException) // an agent's last child is still writing; the folder is a temporary one all the same
        {
        }
    }
}
