using System.Globalization;

namespace Farthing.Imports.LiteLlm;

/// <summary>A price that the configuration sets for a model: parts by their names in price_overrides, in US dollars per million tokens.</summary>
/// <param name="Parts">Empty for a model that costs nothing.</param>
internal sealed record CustomPrice(string Model, IReadOnlyList<(string Part, decimal Rate)> Parts)
{
    private const decimal TokensPerRate = 1_000_000;

    private static readonly (string Field, string Part)[] s_fields =
    [
        ("input_cost_per_token", "input"),
        ("output_cost_per_token", "output"),
        ("cache_read_input_token_cost", "cache_read"),
        ("cache_creation_input_token_cost", "cache_write_5m"),
        ("cache_creation_input_token_cost_above_1hr", "cache_write_1h"),
    ];

    /// <returns>The price, or why there is none; neither where none is set.</returns>
    public static (CustomPrice? Price, Loss? Loss) Read(string model, Section section)
    {
        var set = s_fields.Select(f => (f.Field, f.Part, Text: section.Text(f.Field))).Where(f => f.Text is not null).ToList();
        if (set.Count == 0) return (null, null);
        var parts = new List<(string Part, decimal Rate)>();
        foreach (var (field, part, text) in set)
        {
            if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) || rate is < 0 or > 1) return (null, new Loss(section.At(field), "it is no price of a token in US dollars"));
            parts.Add((part, rate * TokensPerRate));
        }

        if (parts.All(p => p.Rate == 0)) return (new CustomPrice(model, []), null);
        return parts.Exists(p => p is { Part: "input", Rate: > 0 }) && parts.Exists(p => p.Part == "output")
            ? (new CustomPrice(model, parts), null)
            : (null, new Loss(section.At(set[0].Field), "a price needs both input_cost_per_token, which is not 0, and output_cost_per_token"));
    }
}
