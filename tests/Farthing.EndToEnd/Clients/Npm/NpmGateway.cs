using System.Collections.Concurrent;
using System.Globalization;
using Farthing.EndToEnd.Clients.Npm;
using Farthing.EndToEnd.Processes;
using Farthing.Simulator;
using Xunit;

[assembly: AssemblyFixture(typeof(NpmGateway))]

namespace Farthing.EndToEnd.Clients.Npm;

/// <summary>
/// The program in front of a simulator without delay, which is its provider in every dialect, and the npm clients before it.
/// Most cases wait, for a client's patience or the gateway's, so those of one list run side by side and each test awaits its own.
/// </summary>
public sealed class NpmGateway : IAsyncLifetime
{
    private const int AtOnce = 48;

    private readonly TemporaryFolder _home = new();
    private readonly SemaphoreSlim _room = new(AtOnce);
    private readonly ConcurrentDictionary<ClientCase, Task<Outcome>> _runs = new();
    private readonly Lazy<Task> _start;
    private SimulatorHost? _provider;
    private RunningGateway? _gateway;
    private NodeClients? _clients;
    private int _faults;

    public NpmGateway() => _start = new Lazy<Task>(StartAsync);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<Outcome> RunAsync(ClientCase run, IEnumerable<ClientCase> list)
    {
        Installed.Need("sdks");
        await _start.Value;
        if (!_runs.TryGetValue(run, out var outcome))
            foreach (var other in list) outcome = _runs.GetOrAdd(other, StartedAsync);
        return await _runs[run];
    }

    public async ValueTask DisposeAsync()
    {
        if (_clients is not null) await _clients.DisposeAsync();
        if (_gateway is not null) await _gateway.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
        _home.Dispose();
        _room.Dispose();
    }

    private async Task StartAsync()
    {
        _provider = await SimulatorHost.StartAsync(new SimulatorOptions { Speed = 0 }, TimeProvider.System, TestContext.Current.CancellationToken);
        _home.Write("farthing.yaml", Providers.Yaml(_provider.BaseAddress));
        _gateway = await RunningGateway.StartAsync(_home);
        _clients = new NodeClients();
    }

    private async Task<Outcome> StartedAsync(ClientCase run)
    {
        await _room.WaitAsync();
        try
        {
            // The simulator counts faults by their text.
            var model = run.Fault is null ? run.Model : string.Create(CultureInfo.InvariantCulture, $"{run.Model}@{run.Fault};id={Interlocked.Increment(ref _faults)}");
            return await _clients!.RunAsync(run, _gateway!.Address, _gateway.Key!, model);
        }
        finally
        {
            _room.Release();
        }
    }
}
