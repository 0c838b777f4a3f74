namespace Farthing.Catalogue;

/// <summary>Puts what was imported, and what the user decided, over a catalogue. Pure.</summary>
internal static class CatalogueLayers
{
    /// <summary>
    /// An entry over a known model adds its price periods and what it knows of the model; any other is a new model.
    /// A name that two providers use is given to the second as <c>provider/model</c>, so that no import can break a start.
    /// </summary>
    public static ModelCatalogue Over(this ModelCatalogue lower, CatalogueFile upper)
    {
        var models = lower.Models.ToList();
        var catalogue = lower;
        foreach (var entry in upper.Models)
        {
            var id = catalogue.FindExact(entry.Id) is { } taken && taken.Provider != entry.Provider ? $"{entry.Provider}/{entry.Id}" : entry.Id;
            var known = catalogue.FindExact(id);
            if (known is null) models.Add(entry with { Id = id, Aliases = [.. entry.Aliases.Where(a => catalogue.FindExact(a) is null)] });
            else models[models.IndexOf(known)] = Over(known, entry);
            catalogue = ModelCatalogue.Of(lower.AsOf, Books(lower, upper), models);
        }
        return catalogue;
    }

    /// <param name="book">The book in which the overrides count: the one that the installation reckons with.</param>
    public static ModelCatalogue With(this ModelCatalogue lower, IReadOnlyList<PriceOverride> overrides, string book)
    {
        var catalogue = lower;
        foreach (var one in overrides)
        {
            var models = catalogue.Models.ToList();
            var known = catalogue.Find(one.Model) ?? Unknown(one, catalogue);
            var place = known == (catalogue.FindExact(one.Model) ?? catalogue.FindExact(one.Model[(one.Model.IndexOf('/') + 1)..])) ? models.IndexOf(known) : -1;
            var priced = known with { Prices = Laid(known.Prices, new Dictionary<string, IReadOnlyList<Price>> { [book] = [one.Price] }, PricePeriods.Replace) };
            if (place >= 0) models[place] = priced;
            else models.Add(priced with { Id = one.Model, Aliases = [] }); // a tag, a fine-tuned model, or one that nobody knows
            catalogue = ModelCatalogue.Of(catalogue.AsOf, catalogue.Books, models);
        }
        return catalogue;
    }

    private static ModelEntry Over(ModelEntry lower, ModelEntry upper) => lower with
    {
        Status = upper.Status ?? lower.Status,
        ShutdownDate = upper.ShutdownDate ?? lower.ShutdownDate,
        RetireNotBefore = upper.ShutdownDate is null ? upper.RetireNotBefore ?? lower.RetireNotBefore : null,
        Successor = upper.Successor ?? lower.Successor,
        ContextTokens = upper.ContextTokens ?? lower.ContextTokens,
        MaxOutputTokens = upper.MaxOutputTokens ?? lower.MaxOutputTokens,
        MinCacheableTokens = upper.MinCacheableTokens ?? lower.MinCacheableTokens,
        Vision = upper.Vision ?? lower.Vision,
        ToolPreamble = upper.ToolPreamble ?? lower.ToolPreamble,
        Prices = Laid(lower.Prices, upper.Prices, PricePeriods.Lay),
        FineTunedPrices = Laid(lower.FineTunedPrices, upper.FineTunedPrices, PricePeriods.Lay),
    };

    private static Dictionary<string, IReadOnlyList<Price>> Laid(
        IReadOnlyDictionary<string, IReadOnlyList<Price>> lower, IReadOnlyDictionary<string, IReadOnlyList<Price>> upper,
        Func<IReadOnlyList<Price>, IReadOnlyList<Price>, IReadOnlyList<Price>> lay) =>
        lower.Keys.Union(upper.Keys).ToDictionary(book => book, book => upper.TryGetValue(book, out var over) ? lay(lower.GetValueOrDefault(book) ?? [], over) : lower[book]);

    private static Dictionary<string, string> Books(ModelCatalogue lower, CatalogueFile upper) =>
        lower.Books.Concat(upper.PriceBooks.Where(b => !lower.Books.ContainsKey(b.Key))).ToDictionary();

    /// <summary>A model that another provider serves keeps its limits, not its vendor's dates and prices; of any other only the price is known.</summary>
    private static ModelEntry Unknown(PriceOverride one, ModelCatalogue catalogue)
    {
        var slash = one.Model.IndexOf('/');
        var provider = slash > 0 ? one.Model[..slash] : ModelFamily.Vendor(one.Model) ?? "other";
        var nothing = new Dictionary<string, IReadOnlyList<Price>>();
        return slash > 0 && catalogue.Find(one.Model[(slash + 1)..]) is { } elsewhere
            ? elsewhere with { Id = one.Model, Provider = provider, Aliases = [], Status = null, ShutdownDate = null, RetireNotBefore = null, Successor = null, Prices = nothing, FineTunedPrices = nothing }
            : new ModelEntry { Id = one.Model, Provider = provider, Capabilities = new(), AsOf = one.Price.AsOf ?? catalogue.AsOf, Sources = one.Price.Sources, Prices = nothing };
    }
}
