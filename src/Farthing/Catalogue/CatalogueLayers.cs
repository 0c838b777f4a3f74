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
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < models.Count; i++) Name(models[i], i);
        foreach (var entry in upper.Models)
        {
            var id = IdOf(entry, name => places.TryGetValue(name, out var taken) ? models[taken].Provider : null);
            if (places.TryGetValue(id, out var place))
            {
                models[place] = Over(models[place], entry);
                continue;
            }
            models.Add(entry with { Id = id, Aliases = [.. entry.Aliases.Where(a => !places.ContainsKey(a))] });
            Name(models[^1], models.Count - 1);
        }
        return ModelCatalogue.Of(lower.AsOf, Books(lower, upper), models);

        void Name(ModelEntry model, int place)
        {
            foreach (var name in model.Aliases.Prepend(model.Id)) places.TryAdd(name, place);
        }
    }

    /// <summary>
    /// The id that an entry gets: its own, unless another provider's model has it, or it looks like one (a reseller's <c>anthropic/claude-…</c>).
    /// </summary>
    /// <param name="providerOf">Whose model has a name already; null where nobody's has.</param>
    public static string IdOf(ModelEntry entry, Func<string, string?> providerOf)
    {
        var taken = providerOf(entry.Id) is { } other && !other.Equals(entry.Provider, StringComparison.OrdinalIgnoreCase);
        var foreign = entry.Id.Contains('/') && !entry.Id.StartsWith(entry.Provider + "/", StringComparison.OrdinalIgnoreCase);
        return taken || foreign ? $"{entry.Provider}/{entry.Id}" : entry.Id;
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
