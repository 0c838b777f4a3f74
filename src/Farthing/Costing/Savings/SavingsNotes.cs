using Farthing.Catalogue;

namespace Farthing.Costing.Savings;

/// <summary>What the figures assume, and what is not in them.</summary>
internal static class SavingsNotes
{
    public static IEnumerable<string> Of(IReadOnlyList<TrafficSum> traffic, IReadOnlyList<Choice> others, PriceBook book, DateOnly on, Vocabularies vocabularies)
    {
        yield return $"All but what was paid is reckoned with the prices of {Amount.Day(on)}, whenever a call was; a prompt's length decides its price tier call by call.";
        yield return "tokens: of the other model for each that was counted, because vocabularies cut the same text differently; costs are with the likely figure, at least and at most with the ends of the range.";
        var used = traffic.Where(t => t.Calls > 0).Select(t => t.Model).Distinct().ToList();
        foreach (var (name, samples) in used.Select(m => (Name: m, Entry: book.Catalogue.Find(m))).Concat(others.Select(o => (Name: o.Asked, Entry: (ModelEntry?)o.Model)))
            .DistinctBy(m => m.Entry?.Id ?? m.Name).Select(m => (m.Name, vocabularies.Samples(m.Name, m.Entry))).Where(m => m.Item2 > 0))
            yield return FormattableString.Invariant($"How {name} cuts text was learnt from {samples:N0} of this installation's requests.");
        yield return "The caches are taken to keep what they kept; how long a prompt must be for another model's cache, and what it would charge to write what the used one wrote for nothing, is not reckoned.";
        if (others.Where(o => o.Price.Rates is { Input: not null, CacheRead: null }).Select(o => o.Asked).ToList() is { Count: > 0 } uncached)
            yield return $"No price of a cache is known of {string.Join(", ", uncached)}: what was cached costs there what fresh input costs.";
        yield return "in batches: as cached, at batch prices, for what can wait a day; a dash has no known batch price.";
        if (others.Where(o => o.Model.Capabilities.Reasoning == true).Select(o => o.Asked).ToList() is { Count: > 0 } thinking)
            yield return $"Answers are taken to be as long as they were; thinking is billed as output, and {string.Join(", ", thinking)} can think more or less.";
        foreach (var ending in others.Select(o => Retirement.Warning(o.Model, on)).OfType<string>()) yield return ending;
        if (used.Where(m => SavingsReport.Own(m, book, on).Price.Kind == PriceKind.Unknown).ToList() is { Count: > 0 } unpriced)
            yield return $"No price is known on that day of {string.Join(", ", unpriced)}; price_overrides in farthing.yaml gives one.";
        if (traffic.Sum(t => t.Lost) is > 0 and var lost)
            yield return FormattableString.Invariant($"Not compared: {Amount.Calls(lost)} that a crash cut off, charged {Amount.Exact(new Usd(traffic.Sum(t => t.LostCost.Nanos)))} in all.");
        if (traffic.Sum(t => t.Unreported) is > 0 and var unreported) yield return $"Not compared: {Amount.Calls(unreported)} of which no usage is known.";
        if (traffic.Sum(t => t.Estimated) is > 0 and var estimated) yield return $"{Amount.Calls(estimated)} {(estimated == 1 ? "is" : "are")} estimated: the provider did not report what was used.";
    }
}
