using Farthing.Wire;

namespace Farthing.Catalogue;

/// <summary>Money from usage and price. Exact: decimal sums, rounded once, to the nano-dollar.</summary>
internal static class CostCalculator
{
    private const decimal TokensPerRate = 1_000_000m;

    /// <summary>
    /// The cost of one call. Null when it cannot be told: no input or output count was reported,
    /// or a part with tokens has no known rate. A cache part that was not reported was not used.
    /// </summary>
    /// <exception cref="OverflowException">The cost exceeds what <see cref="Usd"/> can hold.</exception>
    public static Usd? Cost(Usage usage, Price price, ServiceMode mode = ServiceMode.Standard) =>
        Dollars(usage, price, mode) is { } dollars ? Usd.FromDollars(dollars) : null;

    /// <summary>The same before it is rounded, for a sum of several.</summary>
    public static decimal? Dollars(Usage usage, Price price, ServiceMode mode)
    {
        if (price.Kind == PriceKind.Free) return 0;
        if (price.Kind == PriceKind.Unknown || usage.Input is null || usage.Output is null) return null;
        // The parts that Parts lists, without a list: each call is priced here.
        var rates = price.RatesFor(usage.Prompt ?? 0, mode);
        var sum = Part(usage.Input, rates.Input) + Part(usage.CacheRead, rates.CacheRead) + Part(usage.CacheWrite5m, rates.CacheWrite5m)
            + Part(usage.CacheWrite1h, rates.CacheWrite1h) + Part(usage.Output, rates.Output);
        return sum / TokensPerRate;

        static decimal? Part(long? tokens, decimal? rate) => tokens is null or 0 ? 0 : tokens * rate; // null where there are tokens and no rate, and so is the sum
    }

    /// <summary>
    /// The most that a call can cost whose prompt has at most <paramref name="promptTokensUpperBound"/> tokens and whose
    /// answer at most <paramref name="maxOutput"/>: each prompt token at its dearest rate (a cache write), in the dearest
    /// tier that the prompt can reach. Null when input or output has no known rate there.
    /// </summary>
    /// <exception cref="OverflowException">The cost exceeds what <see cref="Usd"/> can hold.</exception>
    public static Usd? WorstCase(long promptTokensUpperBound, long maxOutput, Price price, ServiceMode mode = ServiceMode.Standard)
    {
        if (price.Kind == PriceKind.Free) return Usd.Zero;
        var worst = 0m;
        for (var tier = 0; tier <= price.Tiers.Count; tier++) // 0: below all thresholds
        {
            if (tier > 0 && price.Tiers[tier - 1].AbovePromptTokens >= promptTokensUpperBound) break;
            var prompt = tier == price.Tiers.Count ? promptTokensUpperBound : Math.Min(promptTokensUpperBound, price.Tiers[tier].AbovePromptTokens);
            var rates = price.RatesFor(prompt, mode);
            if (rates.DearestInput is not { } input || (rates.Output ?? (maxOutput == 0 ? 0 : null)) is not { } output) return null; // embeddings have no output to price
            worst = Math.Max(worst, (prompt * input) + (maxOutput * output));
        }
        return Usd.FromDollars(worst / TokensPerRate);
    }

    /// <summary>
    /// The most that a call can cost whose prompt has just so many tokens. Null when a rate that it may need is not known.
    /// </summary>
    /// <param name="cacheWrites">Whether the prompt may be written to a cache, which is dearer than to read it fresh.</param>
    /// <exception cref="OverflowException">The cost exceeds what <see cref="Usd"/> can hold.</exception>
    public static Usd? MostCost(long promptTokens, long maxOutput, Price price, bool cacheWrites, ServiceMode mode = ServiceMode.Standard)
    {
        if (price.Kind == PriceKind.Free) return Usd.Zero;
        var rates = price.RatesFor(promptTokens, mode);
        if ((cacheWrites ? rates.DearestInput : rates.Input) is not { } input || (rates.Output ?? (maxOutput == 0 ? 0 : null)) is not { } output) return null;
        return Usd.FromDollars(((promptTokens * input) + (maxOutput * output)) / TokensPerRate);
    }

    /// <summary>The parts of a usage that have tokens, each with its rate in USD per million tokens or null where unknown.</summary>
    public static IEnumerable<(string Part, long Tokens, decimal? Rate)> Parts(Usage usage, Price price, ServiceMode mode = ServiceMode.Standard)
    {
        var rates = price.RatesFor(usage.Prompt ?? 0, mode);
        return new (string Part, long Tokens, decimal? Rate)[]
        {
            ("input", usage.Input ?? 0, rates.Input),
            ("cache_read", usage.CacheRead ?? 0, rates.CacheRead),
            ("cache_write_5m", usage.CacheWrite5m ?? 0, rates.CacheWrite5m),
            ("cache_write_1h", usage.CacheWrite1h ?? 0, rates.CacheWrite1h),
            ("output", usage.Output ?? 0, rates.Output),
        }.Where(p => p.Tokens != 0);
    }
}
