using System.Globalization;
using System.Text.Json;

namespace Farthing.Catalogue;

/// <summary>Prices in the JSON of commands: exact decimals in USD per million tokens, null where unknown.</summary>
internal static class PriceJson
{
    private static readonly (string Name, ServiceMode Mode)[] s_modes =
    [
        ("rates_usd_per_million", ServiceMode.Standard),
        ("batch_rates_usd_per_million", ServiceMode.Batch),
        ("flex_rates_usd_per_million", ServiceMode.Flex),
        ("priority_rates_usd_per_million", ServiceMode.Priority),
    ];

    public static void Write(Utf8JsonWriter to, Price price)
    {
        to.WriteStartObject();
        WriteFields(to, price);
        to.WriteEndObject();
    }

    public static void WriteFields(Utf8JsonWriter to, Price price)
    {
        to.WriteString("kind", price.Kind switch { PriceKind.Free => "free", PriceKind.Known => "known", _ => "unknown" });
        if (price.Kind == PriceKind.Known)
        {
            WriteModes(to, price, 0);
            if (price.Training is { } training) WriteRate(to, "training_usd_per_million", training);
            to.WriteStartArray("tiers");
            foreach (var tier in price.Tiers)
            {
                to.WriteStartObject();
                to.WriteNumber("above_prompt_tokens", tier.AbovePromptTokens);
                WriteModes(to, price, tier.AbovePromptTokens + 1);
                to.WriteEndObject();
            }
            to.WriteEndArray();
        }
        to.WritePropertyName("prices_from");
        WriteOrigin(to, price);
    }

    private static void WriteModes(Utf8JsonWriter to, Price price, long promptTokens)
    {
        foreach (var (name, mode) in s_modes)
        {
            to.WritePropertyName(name);
            WriteRates(to, price.RatesFor(promptTokens, mode));
        }
    }

    /// <summary>Where a price comes from and since when it holds; null when there is no price.</summary>
    public static void WriteOrigin(Utf8JsonWriter to, Price price)
    {
        if (price.Sources.Count == 0)
        {
            to.WriteNullValue();
            return;
        }
        to.WriteStartObject();
        WriteDay(to, "as_of", price.AsOf);
        WriteDay(to, "effective_from", price.From);
        WriteDay(to, "effective_to", price.To);
        to.WriteStrings("sources", price.Sources);
        to.WriteEndObject();
    }

    public static void WriteRates(Utf8JsonWriter to, Rates rates)
    {
        to.WriteStartObject();
        WriteRate(to, "input", rates.Input);
        WriteRate(to, "cache_read", rates.CacheRead);
        WriteRate(to, "cache_write_5m", rates.CacheWrite5m);
        WriteRate(to, "cache_write_1h", rates.CacheWrite1h);
        WriteRate(to, "output", rates.Output);
        to.WriteEndObject();
    }

    public static void WriteDay(Utf8JsonWriter to, string name, DateOnly? day)
    {
        if (day is { } known) to.WriteString(name, known.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        else to.WriteNull(name);
    }

    private static void WriteRate(Utf8JsonWriter to, string name, decimal? rate)
    {
        to.WritePropertyName(name);
        if (rate is { } known) to.WriteRawValue(known.ToString("0.############", CultureInfo.InvariantCulture));
        else to.WriteNullValue();
    }
}
