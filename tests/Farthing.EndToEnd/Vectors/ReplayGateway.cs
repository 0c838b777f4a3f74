using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Vectors;

/// <summary>The real program in front of one provider for each family, all of them replaying. Shared by every test over recordings.</summary>
public sealed class ReplayGateway : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private RunningGateway _gateway = null!;

    internal ReplayProvider Provider { get; private set; } = null!;

    internal Callers.Callers Callers { get; private set; } = null!;

    internal LedgerFile Ledger => _gateway.Ledger;

    public async ValueTask InitializeAsync()
    {
        Provider = await ReplayProvider.StartAsync();
        var v1 = new Uri(Provider.Address, "v1");
        var file = _home.Write("farthing.yaml", $$"""
            providers:
              anthropic: { dialect: anthropic, base_url: "{{v1}}", api_key: provider-key }
              chat: { dialect: openai-chat, base_url: "{{v1}}", api_key: provider-key }
              responses: { dialect: openai-responses, base_url: "{{v1}}", api_key: provider-key }
              completions: { dialect: openai-completions, base_url: "{{v1}}", api_key: provider-key }
              ollama: { dialect: ollama, base_url: "{{Provider.Address}}" }
            """);
        _gateway = await RunningGateway.StartAsync(_home, "--config", file);
        Callers = new Callers.Callers(_gateway.Address, _gateway.Key!);
    }

    public async ValueTask DisposeAsync()
    {
        Callers.Dispose();
        await _gateway.DisposeAsync();
        await Provider.DisposeAsync();
        _home.Dispose();
    }

    /// <summary>Runs a check over everything, several at a time, and notes what each came to.</summary>
    /// <param name="together">More than there are cores: most of the time goes by on sockets.</param>
    internal static async Task ForAllAsync<T>(IEnumerable<T> all, Tally tally, Func<T, string> direction, Func<T, CancellationToken, Task<string?>> check, int together = 24)
    {
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = together, CancellationToken = TestContext.Current.CancellationToken }, async (one, cancel) =>
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            late.CancelAfter(TimeSpan.FromSeconds(60)); // a hang is a failure, not a wait
            string? failure;
            try
            {
                failure = await check(one, late.Token);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                failure = e.ToString();
            }
            tally.Note(direction(one), $"{one}", failure);
        });
    }
}

/// <summary>One gateway for all of them, and one after the other: each keeps two cores busy.</summary>
[CollectionDefinition(Name)]
public sealed class Replays : ICollectionFixture<ReplayGateway>
{
    public const string Name = "recordings through a gateway";
}
