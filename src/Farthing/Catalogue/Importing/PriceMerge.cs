namespace Farthing.Catalogue.Importing;

/// <summary>A price of ours against a table's, which may know fewer parts. Pure.</summary>
internal static class PriceMerge
{
    private static readonly (string Name, Func<Rates, decimal?> Rate)[] s_parts =
    [
        ("input", r => r.Input), ("cache read", r => r.CacheRead), ("cache write 5m", r => r.CacheWrite5m),
        ("cache write 1h", r => r.CacheWrite1h), ("output", r => r.Output),
    ];

    /// <summary>Whether the table says nothing else than ours, in the parts that it knows.</summary>
    public static bool Agrees(Price theirs, Price ours) => theirs.Kind == PriceKind.Known && !ours.Free && Differences(ours, Over(theirs, ours, keep: true)).Count == 0;

    /// <summary>
    /// The table's price, with what only ours knows. Once input or output changes, parts that the table does not know are not established any more:
    /// they change with them, and nobody knows to what.
    /// </summary>
    public static Price Over(Price theirs, Price ours) => Over(theirs, ours, keep: theirs.Rates.Input == ours.Rates.Input && (theirs.Rates.Output ?? ours.Rates.Output) == ours.Rates.Output);

    private static Price Over(Price theirs, Price ours, bool keep)
    {
        var batch = Mode(p => p.BatchRates, ServiceMode.Batch);
        return theirs with
        {
            Rates = keep ? theirs.Rates.Or(ours.Rates) : theirs.Rates,
            BatchRates = theirs.BatchRates is null && ours.BatchMultiplier is not null ? null : batch,
            BatchMultiplier = theirs.BatchRates is null ? ours.BatchMultiplier : null,
            FlexRates = Mode(p => p.FlexRates, ServiceMode.Flex),
            PriorityRates = Mode(p => p.PriorityRates, ServiceMode.Priority),
            Tiers = [.. theirs.Tiers.Concat(ours.Tiers.Where(_ => keep)).Select(t => t.AbovePromptTokens).Distinct().Order().Select(Tier)],
        };

        Rates? Mode(Func<Price, Rates?> of, ServiceMode mode) => Known((of(theirs) ?? Rates.Unknown).Or(keep ? ours.RatesFor(0, mode) : Rates.Unknown));

        PriceTier Tier(long above)
        {
            var (a, b) = (theirs.Tiers.FirstOrDefault(t => t.AbovePromptTokens == above), keep ? ours.Tiers.FirstOrDefault(t => t.AbovePromptTokens == above) : null);
            return new PriceTier(above, (a?.Rates ?? Rates.Unknown).Or(b?.Rates ?? Rates.Unknown),
                theirs.BatchRates is null && ours.BatchMultiplier is not null ? null : Of(a?.BatchRates, b is null ? null : ours.RatesFor(above + 1, ServiceMode.Batch)),
                Of(a?.FlexRates, b?.FlexRates), Of(a?.PriorityRates, b?.PriorityRates));
        }
    }

    /// <summary>Each part that is not the same, named as in <c>batch output over 272000</c>.</summary>
    public static IReadOnlyList<PartChange> Differences(Price before, Price after) =>
        [.. from above in before.Tiers.Concat(after.Tiers).Select(t => t.AbovePromptTokens).Append(0).Distinct().Order()
            from mode in Enum.GetValues<ServiceMode>()
            from part in s_parts
            let was = part.Rate(before.RatesFor(above == 0 ? 0 : above + 1, mode))
            let willBe = part.Rate(after.RatesFor(above == 0 ? 0 : above + 1, mode))
            where was != willBe
            select new PartChange(Name(mode, part.Name, above), was, willBe)];

    private static string Name(ServiceMode mode, string part, long above) =>
        (mode == ServiceMode.Standard ? "" : mode.ToString().ToLowerInvariant() + " ") + part + (above == 0 ? "" : FormattableString.Invariant($" over {above}"));

    private static Rates? Of(Rates? first, Rates? second) => Known((first ?? Rates.Unknown).Or(second ?? Rates.Unknown));

    private static Rates? Known(Rates rates) => rates == Rates.Unknown ? null : rates;
}

/// <param name="Part">As in <c>input</c> or <c>flex output over 272000</c>.</param>
/// <param name="Before">Null where it was not established.</param>
/// <param name="After">Null where it is not established any more.</param>
internal sealed record PartChange(string Part, decimal? Before, decimal? After);
