using System.Globalization;
using Farthing.Catalogue;

namespace Farthing.Configuration;

/// <summary>Reads one model of <c>price_overrides</c>.</summary>
internal static class PriceOverrideReader
{
    /// <summary>No vendor comes near; a rate above it is one per token or in another currency.</summary>
    private const decimal DearestRate = 10_000;

    public static PriceOverride Read(string file, string model, YamlSection section)
    {
        var free = SettingsReader.Flag(section.Text("free") ?? "false", p => section.Wrong("free", p));
        var from = Day(section);
        var rates = new Rates(Rate(section, "input"), Rate(section, "cache_read"), Rate(section, "cache_write_5m"), Rate(section, "cache_write_1h"), Rate(section, "output"));
        var batch = Factor(section);
        section.RefuseUnknown("free", "from", "input", "output", "cache_read", "cache_write_5m", "cache_write_1h", "batch_multiplier");
        if (free && (rates != Rates.Unknown || batch is not null)) throw section.Wrong("free", "is true beside rates: a model is free or has rates");
        if (!free && rates.Input is null) throw section.Wrong("input", "is missing: US dollars per million tokens, such as 0.50; a model that costs nothing is 'free: true'");
        if (!free && rates.Output is null) throw section.Wrong("output", "is missing: US dollars per million tokens, such as 1.50; 0 for a model that only embeds");
        if (rates.Input == 0) throw section.Wrong("input", "is 0; a model that costs nothing is 'free: true'");
        return new PriceOverride(model, new Price { Free = free, From = from, Rates = rates, BatchMultiplier = batch, AsOf = from, Sources = [$"{file}: price_overrides.{model}"] });
    }

    private static decimal? Rate(YamlSection section, string part) => section.Text(part) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate <= DearestRate ? rate
        : throw section.Wrong(part, $"is '{text}'; it must be US dollars per million tokens, such as 0.50");

    private static decimal? Factor(YamlSection section) => section.Text("batch_multiplier") is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor is > 0 and <= 1 ? factor
        : throw section.Wrong("batch_multiplier", $"is '{text}'; it must be above 0 and at most 1, such as 0.5");

    private static DateOnly? Day(YamlSection section) => section.Text("from") is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw section.Wrong("from", $"is '{text}'; it must be a day, such as 2026-12-01");
}
