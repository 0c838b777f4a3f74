using Farthing.Wire;

namespace Farthing.Catalogue;

/// <summary>What a ledger has of one model over a time: the sums over its calls.</summary>
/// <param name="Model">As the provider named it, else as the caller asked for it.</param>
internal sealed record ModelUsage(string Model, Usage Usage, long Calls)
{
    public ModelUsage Plus(ModelUsage other) => this with
    {
        Calls = Calls + other.Calls,
        Usage = new(
            Sum(Usage.Input, other.Usage.Input), Sum(Usage.CacheRead, other.Usage.CacheRead), Sum(Usage.CacheWrite5m, other.Usage.CacheWrite5m),
            Sum(Usage.CacheWrite1h, other.Usage.CacheWrite1h), Sum(Usage.Output, other.Usage.Output), Sum(Usage.Reasoning, other.Usage.Reasoning)),
    };

    /// <summary>
    /// What these calls cost at a price. The tier is that of their average prompt, since the single ones are not known.
    /// Null when it cannot be told.
    /// </summary>
    /// <param name="tokens">The factor on every count, where another vocabulary cuts the same text into more tokens.</param>
    public Usd? Cost(Price price, decimal tokens = 1)
    {
        if (price.Kind == PriceKind.Free) return Usd.Zero;
        var average = Calls == 0 ? 0 : (long)Math.Ceiling((Usage.Prompt ?? 0) * tokens / Calls);
        var rates = price.RatesFor(average);
        var cost = 0m;
        foreach (var (count, rate) in new[] { (Usage.Input, rates.Input), (Usage.CacheRead, rates.CacheRead), (Usage.CacheWrite5m, rates.CacheWrite5m), (Usage.CacheWrite1h, rates.CacheWrite1h), (Usage.Output, rates.Output) })
        {
            if (count is null or 0) continue;
            if (rate is null) return null;
            cost += count.Value * tokens * rate.Value;
        }
        return Usd.FromDollars(cost / 1_000_000m);
    }

    private static long? Sum(long? a, long? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);
}
