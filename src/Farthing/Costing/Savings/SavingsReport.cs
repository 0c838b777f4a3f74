using Farthing.Catalogue;

namespace Farthing.Costing.Savings;

/// <summary>All that <c>farthing savings</c> says.</summary>
/// <param name="On">The day whose prices the counterfactuals use, whenever the calls were.</param>
/// <param name="Sections">One over all calls, or one for each model that was used.</param>
internal sealed record SavingsReport(PriceBook Book, DateOnly On, IReadOnlyList<SavingsSection> Sections, IReadOnlyList<string> Notes)
{
    /// <param name="used">The models of the traffic, as it names them.</param>
    public static IReadOnlyList<long> Bounds(IReadOnlyList<string> used, IReadOnlyList<Choice> others, PriceBook book, DateOnly on, Vocabularies vocabularies) =>
        [.. used.SelectMany(model => others
            .SelectMany(o => Counterfactual.Bounds(o.Price, Ratio(model, o, book, vocabularies)))
            .Concat(Counterfactual.Bounds(Own(model, book, on).Price, TokenRatio.One))).Distinct().Order()];

    public static SavingsReport Of(IReadOnlyList<TrafficSum> traffic, IReadOnlyList<Choice> others, PriceBook book, DateOnly on, Vocabularies vocabularies, bool byModel)
    {
        var known = traffic.Where(t => t.Calls > 0).ToList();
        var sections = byModel
            ? known.GroupBy(t => Own(t.Model, book, on).Name).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => SavingsSection.Of(g.Key, [.. g], others, book, on, vocabularies))
            : [SavingsSection.Of(null, known, others, book, on, vocabularies)];
        return new SavingsReport(book, on, [.. sections], [.. SavingsNotes.Of(traffic, others, book, on, vocabularies)]);
    }

    /// <summary>A used model by its id in the catalogue, with its price on the day.</summary>
    public static (string Name, ModelEntry? Entry, Price Price) Own(string model, PriceBook book, DateOnly on) =>
        book.Catalogue.Find(model) is { } entry ? (entry.Id, entry, book.Find(entry, on)) : (model, null, Price.Unknown);

    public static TokenRatio Ratio(string from, Choice to, PriceBook book, Vocabularies vocabularies) => vocabularies.Between(from, book.Catalogue.Find(from), to.Asked, to.Model);
}

/// <param name="Model">The model that was used; null where the section is over all.</param>
/// <param name="SavedByCaches">So far, at the rates that were used; null where they are not known of every call.</param>
/// <param name="AsItWas">The same calls with the same models at the day's prices.</param>
internal sealed record SavingsSection(string? Model, long Calls, long Estimated, Usd Paid, decimal? SavedByCaches, SavingsRow AsItWas, IReadOnlyList<SavingsRow> Others)
{
    public static SavingsSection Of(string? model, IReadOnlyList<TrafficSum> traffic, IReadOnlyList<Choice> others, PriceBook book, DateOnly on, Vocabularies vocabularies)
    {
        var own = SavingsRow.Of("as it was", traffic, sum => (sum.IsFree ? Price.OwnMachine : SavingsReport.Own(sum.Model, book, on).Price, TokenRatio.One));
        return new SavingsSection(
            model, traffic.Sum(t => t.Calls), traffic.Sum(t => t.Estimated), new Usd(traffic.Sum(t => t.Paid.Nanos)), traffic.Select(Counterfactual.SavedByCaches).Sum(all: true), own,
            [.. others.Select(o => SavingsRow.Of(o.Asked, traffic, sum => (o.Price, SavingsReport.Ratio(sum.Model, o, book, vocabularies)))).OrderBy(r => r.Cached?.Likely ?? decimal.MaxValue)]);
    }
}

/// <summary>A cost over the range that the token estimate allows, in US dollars.</summary>
internal sealed record DollarRange(decimal Low, decimal Likely, decimal High);

/// <summary>The traffic on one model. Null costs are not known.</summary>
/// <param name="Tokens">Its tokens for each that was counted, over all the traffic.</param>
/// <param name="Cached">With the caches as they were.</param>
/// <param name="Fresh">Without caches.</param>
/// <param name="Batched">With the caches as they were, in batches.</param>
internal sealed record SavingsRow(string Name, TokenRatio Tokens, DollarRange? Cached, DollarRange? Fresh, DollarRange? Batched)
{
    public static SavingsRow Of(string name, IReadOnlyList<TrafficSum> traffic, Func<TrafficSum, (Price Price, TokenRatio Ratio)> on)
    {
        var all = traffic.Sum(t => t.Prompt + (t.Usage.Output ?? 0));
        return new SavingsRow(name, all == 0 ? TokenRatio.One : new TokenRatio(Tokens(0), Tokens(1), Tokens(2)), Range(true, ServiceMode.Standard), Range(false, ServiceMode.Standard), Range(true, ServiceMode.Batch));

        decimal Tokens(int figure) => traffic.Sum(t => (t.Prompt + (t.Usage.Output ?? 0)) * on(t).Ratio.Figures[figure]) / all;

        DollarRange? Range(bool cached, ServiceMode mode)
        {
            var sums = Enumerable.Range(0, 3).Select(figure => traffic.Select(t => on(t) is var (price, ratio) ? Counterfactual.Cost(t, price, ratio.Figures[figure], cached, mode) : null).Sum(all: true)).ToList();
            return sums is [{ } low, { } likely, { } high] ? new DollarRange(low, likely, high) : null;
        }
    }
}

internal static class KnownSums
{
    /// <summary>The sum; null where one of them is not known.</summary>
    public static decimal? Sum(this IEnumerable<decimal?> amounts, bool all) => amounts.Aggregate((decimal?)0, (sum, one) => sum + one);
}
