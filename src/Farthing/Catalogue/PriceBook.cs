using Farthing.Wire;

namespace Farthing.Catalogue;

/// <summary>One named set of prices over the models of a catalogue.</summary>
/// <param name="Name">As given to <c>--prices</c>.</param>
/// <param name="About">What the book is, in a sentence.</param>
internal sealed record PriceBook(string Name, string About, ModelCatalogue Catalogue)
{
    /// <summary>The vendors' list prices.</summary>
    public const string List = "list";

    /// <summary>The price on that day; <see cref="Price.Unknown"/> when the book has none.</summary>
    public Price Find(ModelEntry model, DateOnly on)
    {
        if (!model.Prices.TryGetValue(Name, out var periods)) return Price.Unknown;
        foreach (var period in periods)
            if (period.Holds(on)) return period;
        return Price.Unknown;
    }

    /// <summary>
    /// What a call cost: the share of each model that worked on it at that model's price, in the mode in which the provider says it was served.
    /// Null when it cannot be told, as in <see cref="CostCalculator.Cost"/>.
    /// </summary>
    /// <param name="price">Of the model that was called.</param>
    /// <param name="unsaid">The mode where the provider names none.</param>
    /// <exception cref="OverflowException">The cost exceeds what <see cref="Usd"/> can hold.</exception>
    public Usd? Cost(Usage usage, Price price, DateOnly on, ServiceMode unsaid = ServiceMode.Standard)
    {
        var mode = ServiceTiers.Mode(usage.ServiceTier) ?? unsaid;
        var sum = CostCalculator.Dollars(usage.Own(), price, mode);
        for (var other = usage.Other; other is not null; other = other.Usage.Other)
            sum += CostCalculator.Dollars(other.Usage.Own(), Find(other.Model, on), mode);
        return sum is { } dollars ? Usd.FromDollars(dollars) : null;
    }

    /// <summary>The price of a model by id or alias; <see cref="Price.Unknown"/> also for a model that nobody knows.</summary>
    public Price Find(string model, DateOnly on) => Catalogue.Find(model) is { } entry ? Find(entry, on) : Price.Unknown;
}
