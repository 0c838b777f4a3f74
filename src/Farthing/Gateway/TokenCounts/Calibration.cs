using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Farthing.Catalogue;
using Farthing.Routing;
using Farthing.Wire;
using Microsoft.Data.Sqlite;

namespace Farthing.Gateway.TokenCounts;

/// <summary>
/// Compares estimates with what providers really counted, for some of the settled calls, in the background:
/// the answer has gone out before, and a full queue drops the sample.
/// </summary>
internal sealed partial class Calibration : IAsyncDisposable
{
    /// <summary>The first call and then each so many are compared.</summary>
    private const int OneIn = 8;

    private const int MostBytes = 256 * 1024, MostWaiting = 16;

    private readonly ConcurrentDictionary<string, FactorFit> _fits;
    private readonly Channel<Sample> _samples = Channel.CreateBounded<Sample>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly FactorStore _store;
    private readonly ILogger _log;
    private readonly Task _loop;
    private int _calls;

    public Calibration(FactorStore store, ILogger<Calibration> log)
    {
        (_store, _log) = (store, log);
        _fits = new ConcurrentDictionary<string, FactorFit>(store.Load());
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>The factor of a model as it is known now.</summary>
    public TokenFactor Factor(string model, ModelEntry? entry, TokenRules rules) =>
        rules.IsCalibrated ? _fits.GetValueOrDefault(Key(model, entry), FactorFit.None).Factor(rules.Factor) : TokenFactor.Same(rules.Factor);

    /// <summary>Offers a settled call. Simulated ones count tokens in their own way, and an estimate teaches nothing.</summary>
    public void Offer(Attempt attempt, ReadOnlyMemory<byte> body, Usage usage, bool estimated)
    {
        if (estimated || attempt.Provider.Simulated || body.Length > MostBytes || usage.Prompt is not > 0) return;
        if (!TokenRules.Of(attempt.Model, attempt.Entry).IsCalibrated || (Interlocked.Increment(ref _calls) - 1) % OneIn != 0) return;
        _samples.Writer.TryWrite(new Sample(attempt.Model, attempt.Entry, body.ToArray(), usage.Prompt.Value));
    }

    public async ValueTask DisposeAsync()
    {
        _samples.Writer.TryComplete();
        await _loop;
    }

    private async Task LoopAsync()
    {
        await foreach (var sample in _samples.Reader.ReadAllAsync())
        {
            try
            {
                await LearnAsync(sample);
            }
            catch (Exception e) when (e is JsonException or SqliteException or IOException)
            {
                NotLearnt(_log, e, sample.Model); // the estimate stays as good as it was
            }
        }
    }

    private async Task LearnAsync(Sample sample)
    {
        using var document = PromptBody.Parse(sample.Body);
        var key = Key(sample.Model, sample.Entry);
        var old = _fits.GetValueOrDefault(key, FactorFit.None);
        var fit = old.With(PromptCounter.Count(document.RootElement, TokenRules.Of(sample.Model, sample.Entry)), sample.Prompt);
        if (fit == old) return;
        _fits[key] = fit;
        await _store.SaveAsync(key, fit);
    }

    private static string Key(string model, ModelEntry? entry) => entry?.Id ?? model;

    private sealed record Sample(string Model, ModelEntry? Entry, ReadOnlyMemory<byte> Body, long Prompt);

    [LoggerMessage(LogLevel.Warning, "What {Model} really counted was not learnt")]
    private static partial void NotLearnt(ILogger log, Exception e, string model);
}
