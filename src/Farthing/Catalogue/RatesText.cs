using System.Globalization;
using System.Runtime.CompilerServices;

namespace Farthing.Catalogue;

/// <summary>Rates as the ledger keeps them: input/cache read/cache write 5m/cache write 1h/output, in US dollars per million tokens; nothing where one is not known.</summary>
internal static class RatesText
{
    /// <summary>The texts so far: the rates of one price stand in thousands of entries.</summary>
    private static readonly ConditionalWeakTable<Rates, string> s_texts = [];

    public static string Of(Rates rates) => s_texts.GetValue(rates, static rates =>
        string.Create(CultureInfo.InvariantCulture, $"{rates.Input}/{rates.CacheRead}/{rates.CacheWrite5m}/{rates.CacheWrite1h}/{rates.Output}"));

    /// <summary>Null where there are none.</summary>
    public static Rates? Read(string? text) => text?.Split('/') is [var input, var read, var write5m, var write1h, var output]
        ? new Rates(Rate(input), Rate(read), Rate(write5m), Rate(write1h), Rate(output))
        : null;

    private static decimal? Rate(string text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) ? rate : null;
}
