using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Farthing.EndToEnd.Clients.Npm;

/// <summary>The script <c>Scripts/runner.mjs</c> as one process, in which many applications run at once.</summary>
internal sealed class NodeClients : IAsyncDisposable
{
    private readonly Process _node;
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Outcome>> _waiting = new();
    private readonly SemaphoreSlim _writing = new(1);
    private int _last;

    public NodeClients()
    {
        var start = new ProcessStartInfo(Installed.Node, [Path.Combine(Installed.Scripts, "runner.mjs"), Installed.Folder("sdks")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear(); // no key and no proxy of the machine's
        start.Environment["HOME"] = Path.GetTempPath();
        _node = Process.Start(start)!;
        _errors = _node.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public async Task<Outcome> RunAsync(ClientCase run, Uri gateway, string key, string model)
    {
        var id = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var done = _waiting[id] = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = JsonSerializer.Serialize(new { id, client = run.Client, action = run.Action, @base = gateway.AbsoluteUri.TrimEnd('/'), key, model, prompt = run.Prompt });
        await _writing.WaitAsync();
        try
        {
            await _node.StandardInput.WriteLineAsync(line);
            await _node.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }

        return await done.Task.WaitAsync(TimeSpan.FromMinutes(4));
    }

    public async ValueTask DisposeAsync()
    {
        _node.StandardInput.Close();
        if (!_node.WaitForExit(TimeSpan.FromSeconds(10))) _node.Kill(entireProcessTree: true);
        await _reading;
        _node.Dispose();
        _writing.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _node.StandardOutput.ReadLineAsync() is { } line)
        {
            using var got = JsonDocument.Parse(line);
            if (_waiting.TryRemove(Text("id")!, out var done)) done.SetResult(new Outcome(Text("text"), Text("error"), Text("tool")));

            string? Text(string name) => got.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }

        var said = await _errors;
        foreach (var left in _waiting.Values) left.TrySetException(new InvalidOperationException($"node ended before its answer\n{said}"));
    }
}
