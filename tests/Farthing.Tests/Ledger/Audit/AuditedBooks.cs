using System.CommandLine;
using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;
using Farthing.Ledger;
using Farthing.Ledger.Commands;
using Farthing.Storage;
using Farthing.Tests.Catalogue;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Ledger.Audit;

/// <summary>A ledger whose calls are written by the store that gateways use, to be audited. Its clock stands at 2026-11-22 12:00 UTC.</summary>
internal sealed class AuditedBooks : IAsyncDisposable
{
    public static readonly Rates Haiku = new(1, 0.1m, 1.25m, 2, 5), Mini = new(0.15m, 0.075m, null, null, 0.6m);

    private readonly Books _books = new();
    private readonly LedgerStore _ledger;
    private int _calls;

    public string Folder => _books.Folder;

    public AuditedBooks() => _ledger = _books.Open().Ledger;

    /// <summary>A time on a day of November 2026, UTC.</summary>
    public static DateTimeOffset On(int day, double hour = 10) => new DateTimeOffset(2026, 11, day, 0, 0, 0, TimeSpan.Zero).AddHours(hour);

    public Task ClaudeAsync(DateTimeOffset at, Usage usage, string served = "claude-haiku-4-5-20251001", bool estimated = false, bool simulated = false, DateTimeOffset? ended = null) =>
        CallAsync("anthropic", "claude-haiku-4-5", served, at, usage, Haiku, estimated, simulated, ended);

    public Task OpenAIAsync(DateTimeOffset at, Usage usage, string served = "gpt-4o-mini-2024-07-18", string dialect = "openai-chat", int retries = 0) =>
        CallAsync("openai", "gpt-4o-mini", served, at, usage, Mini, dialect: dialect, retries: retries);

    public async Task CallAsync(
        string provider, string model, string? served, DateTimeOffset at, Usage usage, Rates? rates, bool estimated = false, bool simulated = false, DateTimeOffset? ended = null,
        string dialect = "anthropic", int retries = 0, bool lapsed = false, bool free = false)
    {
        var hold = Hold(provider, model, at, simulated);
        await _ledger.HoldAsync(hold, 0);
        if (lapsed)
        {
            _books.Clock.Advance(Books.Lease);
            Assert.Equal(1, await _books.Open().Ledger.SweepAsync());
        }

        var price = new Price { Rates = rates ?? Rates.Unknown, AsOf = default, Sources = [] };
        await _ledger.SettleAsync(hold, Books.End(0) with
        {
            At = ended ?? at.AddSeconds(2),
            Provider = simulated ? "simulator" : provider,
            DialectOut = dialect,
            Simulated = simulated,
            Model = model,
            ModelServed = served,
            Retries = [.. Enumerable.Repeat(new Retry(at, at, provider, dialect, model, simulated, 529), retries)],
            Attempts = retries + 1,
            Usage = usage,
            Estimated = estimated,
            Cost = free ? Usd.Zero : CostCalculator.Cost(usage, price),
            Rates = rates,
        });
    }

    /// <summary>Calls whose gateway died under them, and which were charged once their lease was over.</summary>
    public async Task CrashAsync(string provider, string model, params DateTimeOffset[] times)
    {
        foreach (var at in times) await _ledger.HoldAsync(Hold(provider, model, at, false), 0);
        _books.Clock.Advance(Books.Lease);
        Assert.Equal(times.Length, await _books.Open().Ledger.SweepAsync());
    }

    /// <summary>What a gateway has learnt of how a model cuts text.</summary>
    public async Task LearnAsync(string model, FactorFit fit)
    {
        await using var writes = new WriteQueue(_books.Database);
        await new FactorStore(_books.Database, writes).SaveAsync(model, fit);
    }

    /// <summary>Writes the export and audits it.</summary>
    public async Task<(int Code, string Output, string Error)> AuditAsync(string export, string name = "export", params string[] options)
    {
        await File.WriteAllTextAsync(Path.Combine(_books.Folder, name), export);
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await new RootCommand { SpendCommand.Create(Installed.Bare, _books.Clock) }.Parse(["spend", "audit", Path.Combine(_books.Folder, name), "--data", _books.Folder, .. options])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString().Replace(Path.Combine(_books.Folder, name), "FILE", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _books.DisposeAsync();

    private Hold Hold(string provider, string model, DateTimeOffset at, bool simulated) =>
        Books.Hold($"call {++_calls}", 20_000_000, simulated, at: at) with { Provider = simulated ? "simulator" : provider, Model = model, ModelAsked = model };
}
