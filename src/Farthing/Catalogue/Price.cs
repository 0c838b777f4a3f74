using System.Text.Json.Serialization;

namespace Farthing.Catalogue;

internal enum PriceKind { Unknown, Free, Known }

/// <summary>
/// What a model costs in one price book for one period. A price is dated and never changed in retrospect:
/// a new price is a new period.
/// </summary>
internal sealed record Price
{
    public static Price Unknown { get; } = new();

    /// <summary>Of what runs on a machine of the user's own, whatever the catalogue knows.</summary>
    public static Price OwnMachine { get; } = new() { Free = true };

    /// <summary>Whether it stands in <c>price_overrides</c>, so that it holds wherever the model is served.</summary>
    [JsonIgnore]
    public bool IsOverride { get; init; }

    /// <summary>The first day of the price; null means since launch.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The first day on which it no longer holds; null means until further notice.</summary>
    public DateOnly? To { get; init; }

    /// <summary>True for models that run on the user's own machine.</summary>
    public bool Free { get; init; }

    public Rates Rates { get => field ?? Rates.Unknown; init; }

    /// <summary>The factor on every rate inside a batch; null where the vendor lists batch rates by part, or nothing.</summary>
    public decimal? BatchMultiplier { get; init; }

    /// <summary>The rates inside a batch where the vendor lists them by part.</summary>
    public Rates? BatchRates { get; init; }

    public Rates? FlexRates { get; init; }

    public Rates? PriorityRates { get; init; }

    /// <summary>US dollars per million tokens of training; only a fine-tuned model's price has it.</summary>
    public decimal? Training { get; init; }

    /// <summary>Rates for long prompts, ordered by threshold. A tier moves the whole request, output included.</summary>
    public IReadOnlyList<PriceTier> Tiers { get => field ?? []; init => field = value is null ? null : [.. value.OrderBy(t => t.AbovePromptTokens)]; }

    /// <summary>The day on which the sources said so; null only on <see cref="Unknown"/> and <see cref="OwnMachine"/>.</summary>
    [JsonRequired]
    public DateOnly? AsOf { get; init; }

    [JsonRequired]
    public IReadOnlyList<string> Sources { get => field ?? []; init; }

    public string? Notes { get; init; }

    [JsonIgnore]
    public PriceKind Kind => Free ? PriceKind.Free : Rates == Rates.Unknown ? PriceKind.Unknown : PriceKind.Known;

    public bool Holds(DateOnly on) => (From is null || From <= on) && (To is null || on < To);

    /// <summary>The tier that a prompt of this many tokens falls into; null below the first threshold.</summary>
    public PriceTier? TierFor(long promptTokens)
    {
        for (var i = Tiers.Count - 1; i >= 0; i--)
            if (promptTokens > Tiers[i].AbovePromptTokens) return Tiers[i];
        return null;
    }

    /// <summary>The rates of a request whose whole prompt, cached or not, has this many tokens.</summary>
    /// <remarks>A mode whose rates are not established has none, also where the standard rates are known: it is not priced by a guess.</remarks>
    public Rates RatesFor(long promptTokens, ServiceMode mode = ServiceMode.Standard)
    {
        var tier = TierFor(promptTokens);
        var standard = tier?.Rates ?? Rates;
        return (mode switch
        {
            ServiceMode.Standard => standard,
            ServiceMode.Batch when BatchMultiplier is { } factor => standard.Times(factor),
            ServiceMode.Batch => tier is null ? BatchRates : tier.BatchRates,
            ServiceMode.Flex => tier is null ? FlexRates : tier.FlexRates,
            ServiceMode.Priority => tier is null ? PriorityRates : tier.PriorityRates,
            _ => null,
        }) ?? Rates.Unknown;
    }
}

/// <param name="AbovePromptTokens">The tier holds for prompts with more tokens than this.</param>
internal sealed record PriceTier(long AbovePromptTokens, Rates Rates, Rates? BatchRates = null, Rates? FlexRates = null, Rates? PriorityRates = null);
