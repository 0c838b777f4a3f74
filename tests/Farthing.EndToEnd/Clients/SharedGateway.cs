using Farthing.EndToEnd.Clients;
using Farthing.EndToEnd.Processes;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedGateway))]

namespace Farthing.EndToEnd.Clients;

/// <summary>One gateway without a provider, so that the simulator answers, for all tests of client libraries. Each test looks up its own calls.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private RunningGateway _gateway = null!;

    internal Uri Address => _gateway.Address;

    internal string Key => _gateway.Key!;

    internal LedgerFile Ledger => _gateway.Ledger;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(_home);

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _home.Dispose();
    }

    /// <summary>
    /// The ledger's account of one answered call: one settlement, marked simulated, and a cost that is the usage
    /// times the price to the nano-dollar.
    /// </summary>
    internal async Task<LedgerRow> SettledAsync(WireAnswer answer, string model, string dialectIn)
    {
        var end = await Ledger.CallAsync(answer.CallId);
        Assert.Equal("settle", end.Kind);
        Assert.Equal(model, end.ModelAsked);
        Assert.Equal((dialectIn, model.StartsWith("claude", StringComparison.Ordinal) ? "anthropic" : "openai-chat"), (end.DialectIn, end.DialectOut));
        Assert.True(end.Simulated);
        if (answer.Status == 200) Assert.Equal("true", answer.Headers["x-farthing-simulated"]);
        Assert.True(end.Input + (end.CacheRead ?? 0) + (end.CacheWrite5m ?? 0) > 0 && end.Output > 0, $"no usage: {end}");
        Assert.Equal((decimal?)ListPrice.Of(model).Nanos(end), end.CostNanos);
        Assert.True(end.CostNanos <= end.Reserved, $"cost {end.CostNanos} over the worst case {end.Reserved}");
        if (answer.Headers.TryGetValue("x-farthing-cost-usd", out var told))
            Assert.Equal((decimal?)end.CostNanos, decimal.Parse(told, System.Globalization.CultureInfo.InvariantCulture) * 1_000_000_000m);
        return end;
    }
}
