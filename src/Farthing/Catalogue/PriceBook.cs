namespace Farthing.Catalogue;

/// <summary>One named set of prices over the models of a catalogue.</summary>
/// <param name="Name">As given to <c>--prices</c>.</param>
/// <param name="About">What the book is, in a sentence.</param>
internal sealed record PriceBook(string Name, string About, ModelCatalogue Catalogue)
{
    /// <summary>The vendors' list prices.</summary>
    public const string List = "list";

    /// <summary>The price on that day; <see cref="Price.Unknown"/> when the book has none.</summary>
    public Price Find(ModelEntry model, DateOnly on) =>
        model.Prices.TryGetValue(Name, out var periods) ? periods.FirstOrDefault(p => p.Holds(on)) ?? Price.Unknown : Price.Unknown;

    /// <summary>The price of a model by id or alias; <see cref="Price.Unknown"/> also for a model that nobody knows.</summary>
    public Price Find(string model, DateOnly on) => Catalogue.Find(model) is { } entry ? Find(entry, on) : Price.Unknown;
}
