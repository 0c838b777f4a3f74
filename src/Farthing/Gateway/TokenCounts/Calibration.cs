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
    /// <summary>The pause between two comparisons: each takes milliseconds of CPU, which a busy gateway has better uses for.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private const int MostBytes = 256 * 1024, MostWaiting = 16;

    private readonly ConcurrentDictionary<string, FactorFit> _fits;
    private readonly Channel<Sample> _samples = Channel.CreateBounded<Sample>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly FactorStore _store;
    private readonly ILogger _log;
    private readonly Task _loop;
    private readonly TimeProvider _clock;
    private long _next;

    public Calibration(FactorStore store, TimeProvider clock, ILogger<Calibration> log)
    {
        (_store, _clock, _log) = (store, clock, log);
        _fits = new ConcurrentDictionary<string, FactorFit>(store.Load());
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>The factor of a model as it is known now.</summary>
    public TokenFactor Factor(string model, ModelEntry? entry, TokenRules rules) =>
        rules.IsCalibrated ? _fits.GetValueOrDefault(Key(model, entry), FactorFit.None).Factor(rules.Factor) : TokenFactor.Same(rules.Factor);

    /// <summary>
    /// Offers a settled call. Simulated ones count tokens in their own way, and an estimate teaches nothing.
    /// Nothing is compared before somebody has asked for an estimate.
    /// </summary>
    public void Offer(Attempt attempt, ReadOnlyMemory<byte> body, Usage usage, bool estimated)
    {
        if (!O200k.IsLoaded || estimated || attempt.Provider.Simulated || body.Length > MostBytes || usage.Prompt is not > 0) return;
        var (next, now) = (Interlocked.Read(ref _next), _clock.GetUtcNow().UtcTicks);
        if (now < next || !TokenRules.Of(attempt.Model, attempt.Entry).IsCalibrated) return;
        if (Interlocked.CompareExchange(ref _next, now + Pause.Ticks, next) != next) return; // another call was quicker
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
        using var document = JsonBody.Parse(sample.Body, PromptCounter.MaxDepth);
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
