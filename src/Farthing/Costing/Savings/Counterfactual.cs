using Farthing.Catalogue;
using Farthing.Wire;

namespace Farthing.Costing.Savings;

/// <summary>What traffic would cost otherwise. Exact: within a bracket a cost grows in proportion to the tokens, so sums are priced as the calls would be. Pure.</summary>
internal static class Counterfactual
{
    /// <summary>The lengths of a model's prompts at which another one's price tier begins, in the first one's tokens.</summary>
    public static IEnumerable<long> Bounds(Price price, TokenRatio ratio) =>
        from tier in price.Tiers from factor in ratio.Figures select (long)Math.Floor(tier.AbovePromptTokens / factor);

    /// <summary>In US dollars, not rounded. Null where a rate that it takes is not known.</summary>
    /// <param name="tokens">Of the other model for each of this one's.</param>
    /// <param name="cached">Whether the caches do what they did; else the whole prompt is fresh. A cache without a known price costs what fresh input costs.</param>
    public static decimal? Cost(TrafficSum sum, Price price, decimal tokens, bool cached, ServiceMode mode)
    {
        if (price.Kind == PriceKind.Free) return 0;
        var rates = price.RatesFor((long)Math.Ceiling(sum.Shortest * tokens), mode);
        var used = sum.Usage;
        var cost = 0m;
        foreach (var (count, rate) in cached ? Parts(used, rates) : [(sum.Prompt, rates.Input), (used.Output ?? 0, rates.Output)])
        {
            if (count == 0) continue;
            if (rate is null) return null;
            cost += count * rate.Value;
        }

        return cost * tokens / 1_000_000;
    }

    /// <summary>What the caches saved, at the rates that were used; negative where writing cost more than reading saved. Null where the rates are not known.</summary>
    public static decimal? SavedByCaches(TrafficSum sum)
    {
        if (sum.Prompt == (sum.Usage.Input ?? 0)) return 0;
        if (sum.Rates is not { Input: { } fresh } rates) return null;
        var saved = 0m;
        foreach (var (count, rate) in new[] { (sum.Usage.CacheRead, rates.CacheRead), (sum.Usage.CacheWrite5m, rates.CacheWrite5m), (sum.Usage.CacheWrite1h, rates.CacheWrite1h) })
        {
            if (count is null or 0) continue;
            if (rate is null) return null;
            saved += count.Value * (fresh - rate.Value);
        }

        return saved / 1_000_000;
    }

    private static (long Count, decimal? Rate)[] Parts(Usage used, Rates rates) =>
    [
        (used.Input ?? 0, rates.Input),
        (used.CacheRead ?? 0, rates.CacheRead ?? rates.Input),
        (used.CacheWrite5m ?? 0, rates.CacheWrite5m ?? rates.Input),
        (used.CacheWrite1h ?? 0, rates.CacheWrite1h ?? rates.CacheWrite5m ?? rates.Input),
        (used.Output ?? 0, rates.Output),
    ];
}
