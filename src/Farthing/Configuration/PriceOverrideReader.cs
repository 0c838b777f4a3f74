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
        var free = section.Value("free", SettingValues.Flag, false);
        var from = section.Value<DateOnly?>("from", Day, null);
        var rates = new Rates(Input: Rate("input"), Output: Rate("output"), CacheRead: Rate("cache_read"), CacheWrite5m: Rate("cache_write_5m"), CacheWrite1h: Rate("cache_write_1h"));
        var batch = section.Value<decimal?>("batch_multiplier", Factor, null);
        if (free && (rates != Rates.Unknown || batch is not null)) section.Mistake("free", "is true beside rates: a model is free or has rates");
        if (!free && rates.Input is null) section.Missing("input", "is missing: US dollars per million tokens, such as 0.50; a model that costs nothing is 'free: true'");
        if (!free && rates.Output is null) section.Missing("output", "is missing: US dollars per million tokens, such as 1.50; 0 for a model that only embeds");
        if (rates.Input == 0) section.Mistake("input", "is 0; a model that costs nothing is 'free: true'");
        section.Close();
        return new PriceOverride(model, new Price { IsOverride = true, Free = free, From = from, Rates = rates, BatchMultiplier = batch, AsOf = from, Sources = [$"{file}: price_overrides.{model}"] });

        decimal? Rate(string part) => section.Value<decimal?>(part, PriceOverrideReader.Rate, null);
    }

    private static decimal? Rate(string text, Func<string, SettingsException> wrong) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate <= DearestRate
            ? rate
            : throw wrong($"is '{text}'; it must be US dollars per million tokens, such as 0.50");

    private static decimal? Factor(string text, Func<string, SettingsException> wrong) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor is > 0 and <= 1
            ? factor
            : throw wrong($"is '{text}'; it must be above 0 and at most 1, such as 0.5");

    private static DateOnly? Day(string text, Func<string, SettingsException> wrong) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw wrong($"is '{text}'; it must be a day, such as 2026-12-01");
}
