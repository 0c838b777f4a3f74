using System.Text.Json.Serialization;

namespace Farthing.Catalogue;

/// <summary>US dollars per million tokens for each part of a usage. Null means not established; it is never zero.</summary>
internal sealed record Rates(
    decimal? Input = null,
    decimal? CacheRead = null,
    [property: JsonPropertyName("cache_write_5m")] decimal? CacheWrite5m = null,
    [property: JsonPropertyName("cache_write_1h")] decimal? CacheWrite1h = null,
    decimal? Output = null)
{
    public static Rates Unknown { get; } = new();

    public Rates Times(decimal factor) =>
        new(Input * factor, CacheRead * factor, CacheWrite5m * factor, CacheWrite1h * factor, Output * factor);

    /// <summary>These, and those of <paramref name="others"/> for the parts that have none here.</summary>
    public Rates Or(Rates others) =>
        new(Input ?? others.Input, CacheRead ?? others.CacheRead, CacheWrite5m ?? others.CacheWrite5m, CacheWrite1h ?? others.CacheWrite1h, Output ?? others.Output);

    /// <summary>The dearest known rate that a prompt token can have; null when fresh input has none.</summary>
    [JsonIgnore]
    public decimal? DearestInput => Input is { } fresh
        ? Math.Max(Math.Max(fresh, CacheRead ?? fresh), Math.Max(CacheWrite5m ?? fresh, CacheWrite1h ?? fresh))
        : null;
}
