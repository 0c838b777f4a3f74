using System.Globalization;
using System.Text.Json;

namespace Farthing.Catalogue.Importing;

/// <summary>
/// Reads pydantic's genai-prices: a list of providers with models, rates in dollars per million tokens, with tiers
/// for each part and with the day from which a price holds.
/// </summary>
internal static class GenAiPricesTable
{
    public const string Source = "https://github.com/pydantic/genai-prices";

    private static readonly string[] s_parts = ["input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok", "cache_write_1h_mtok"];

    /// <exception cref="FormatException">It is not such a table.</exception>
    public static PriceTable Read(Stream json, DateOnly today)
    {
        using var document = TableJson.Parse(json, JsonValueKind.Array, "the data.json of genai-prices");
        var rows = new Dictionary<string, TableRow>(StringComparer.OrdinalIgnoreCase);
        var leftOut = new List<LeftOut>();
        foreach (var provider in document.RootElement.EnumerateArray())
        {
            var vendor = provider.Text("id") ?? throw new FormatException("The file is not the data.json of genai-prices: a provider has no id.");
            foreach (var model in provider.GetProperty("models").EnumerateArray())
            {
                var id = model.Text("id") ?? throw new FormatException($"The file is not the data.json of genai-prices: a model of {vendor} has no id.");
                var periods = Periods(model.GetProperty("prices"));
                var why = periods.Any(p => p.Clock) ? "a price that depends on the time of day"
                    : periods.All(p => !p.Parts.TryGetProperty("input_mtok", out _)) ? PriceTable.NoInput
                    : periods.Any(p => p.Parts.TryGetProperty("input_mtok", out var input) && RateText.IsZero(input)) ? PriceTable.Free
                    : Row(vendor, id, model, periods, today) is var row && !rows.TryAdd($"{vendor} {row.Entry.Id} {row.FineTuned}", row) ? PriceTable.Twice
                    : null;
                if (why is not null) leftOut.Add(new(id, vendor, why));
            }
        }
        return new PriceTable("genai-prices", Source, [.. rows.Values], leftOut);
    }

    private static TableRow Row(string vendor, string id, JsonElement model, IReadOnlyList<(DateOnly? From, bool Clock, JsonElement Parts)> periods, DateOnly today)
    {
        var fineTuned = id.StartsWith("ft:", StringComparison.Ordinal);
        var ordered = periods.OrderBy(p => p.From ?? DateOnly.MinValue).ToList();
        return new TableRow(new ModelEntry
        {
            Id = fineTuned ? id[3..] : id,
            Provider = vendor,
            Aliases = [.. Names(model.GetProperty("match")).Where(n => n != id).Distinct()],
            ContextTokens = model.Count("context_window"),
            Capabilities = new(),
            AsOf = today,
            Sources = [Source],
            Prices = new Dictionary<string, IReadOnlyList<Price>>(),
        }, [.. ordered.Select((p, i) => Price(p.Parts, today) with { From = p.From, To = i + 1 < ordered.Count ? ordered[i + 1].From : null })],
            [.. ordered.SelectMany(p => p.Parts.EnumerateObject()).Select(f => f.Name).Distinct().Except(s_parts)], fineTuned);
    }

    private static IReadOnlyList<(DateOnly? From, bool Clock, JsonElement Parts)> Periods(JsonElement prices) => prices.ValueKind != JsonValueKind.Array
        ? [(null, false, prices)]
        : [.. prices.EnumerateArray().Select(p => (Start(p), p.TryGetProperty("constraint", out var c) && c.ValueKind == JsonValueKind.Object && c.Text("start_date") is null, p.GetProperty("prices")))];

    private static DateOnly? Start(JsonElement period) =>
        period.TryGetProperty("constraint", out var constraint) && constraint.ValueKind == JsonValueKind.Object
        && DateOnly.TryParseExact(constraint.Text("start_date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static Price Price(JsonElement parts, DateOnly today)
    {
        var standard = Rates(0);
        var tiers = s_parts.SelectMany(p => Tiers(parts, p)).Select(t => t.Above).Distinct().Order();
        return new Price { Rates = standard, Tiers = [.. tiers.Select(t => new PriceTier(t, Rates(t)))], AsOf = today, Sources = [Source] };

        Rates Rates(long above) => new(Part("input_mtok", above), Part("cache_read_mtok", above), Part("cache_write_mtok", above), Part("cache_write_1h_mtok", above), Part("output_mtok", above));

        decimal? Part(string name, long above) =>
            !parts.TryGetProperty(name, out var value) ? null
            : value.ValueKind != JsonValueKind.Object ? RateText.Of(value)
            : Tiers(parts, name).Where(t => t.Above <= above).Select(t => t.Rate).LastOrDefault() ?? RateText.Of(value.GetProperty("base"));
    }

    /// <summary>A start of 271,999 stands for "272,000 and more"; the vendors' own tables say "above 272,000".</summary>
    private static IEnumerable<(long Above, decimal? Rate)> Tiers(JsonElement parts, string name) =>
        parts.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object && value.TryGetProperty("tiers", out var tiers)
            ? tiers.EnumerateArray().Select(t => (t.GetProperty("start").GetInt64() is var start && (start + 1) % 1_000 == 0 ? start + 1 : start, RateText.Of(t.GetProperty("price")))).OrderBy(t => t.Item1)
            : [];

    /// <summary>The names that a match takes as they are; patterns have no place here.</summary>
    private static IEnumerable<string> Names(JsonElement match) =>
        match.Text("equals") is { } name ? [name]
        : match.ValueKind == JsonValueKind.Object && match.TryGetProperty("or", out var any) ? any.EnumerateArray().SelectMany(Names) : [];
}
