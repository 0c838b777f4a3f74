namespace Farthing.Catalogue;

/// <summary>Puts price periods over others, so that each day has at most one price. Pure.</summary>
internal static class PricePeriods
{
    /// <summary>
    /// Of the periods that hold on a day, the one that began last counts, and the upper where both began together:
    /// a price that was imported stands until a newer release knows a later one.
    /// </summary>
    public static IReadOnlyList<Price> Lay(IReadOnlyList<Price> lower, IReadOnlyList<Price> upper) =>
        Cut([.. upper, .. lower], day => upper.Concat(lower).Where(p => p.Holds(day)).MaxBy(p => p.From ?? DateOnly.MinValue));

    /// <summary>The upper periods count wherever they hold: what the user decided.</summary>
    public static IReadOnlyList<Price> Replace(IReadOnlyList<Price> lower, IReadOnlyList<Price> upper) =>
        Cut([.. upper, .. lower], day => upper.Concat(lower).FirstOrDefault(p => p.Holds(day)));

    /// <summary>The price of each day, in periods as long as they can be.</summary>
    private static List<Price> Cut(IReadOnlyList<Price> all, Func<DateOnly, Price?> priceOf)
    {
        var days = all.SelectMany(p => new[] { p.From ?? DateOnly.MinValue, p.To }).OfType<DateOnly>().Distinct().Order().ToList();
        var periods = new List<Price>();
        Price? before = null;
        for (var i = 0; i < days.Count; i++)
        {
            var price = priceOf(days[i]);
            DateOnly? end = i + 1 < days.Count ? days[i + 1] : null;
            if (price is not null && ReferenceEquals(price, before)) periods[^1] = periods[^1] with { To = end };
            else if (price is not null) periods.Add(price with { From = days[i] == DateOnly.MinValue ? null : days[i], To = end });
            before = price;
        }
        return periods;
    }
}
