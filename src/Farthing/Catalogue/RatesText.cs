using System.Globalization;

namespace Farthing.Catalogue;

/// <summary>Rates as the ledger keeps them: input/cache read/cache write 5m/cache write 1h/output, in US dollars per million tokens; nothing where one is not known.</summary>
internal static class RatesText
{
    public static string Of(Rates rates) => string.Create(CultureInfo.InvariantCulture, $"{rates.Input}/{rates.CacheRead}/{rates.CacheWrite5m}/{rates.CacheWrite1h}/{rates.Output}");

    /// <summary>Null where there are none.</summary>
    public static Rates? Read(string? text) => text?.Split('/') is [var input, var read, var write5m, var write1h, var output]
        ? new Rates(Rate(input), Rate(read), Rate(write5m), Rate(write1h), Rate(output))
        : null;

    private static decimal? Rate(string text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) ? rate : null;
}
