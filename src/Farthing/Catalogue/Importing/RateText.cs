using System.Globalization;
using System.Text.Json;

namespace Farthing.Catalogue.Importing;

/// <summary>Rates from other tables' JSON numbers, read as decimals from the text: no double on the way.</summary>
internal static class RateText
{
    /// <summary>
    /// The number times <paramref name="factor"/>, to ten places: a table that was written by a program with doubles has noise
    /// in the seventeenth digit. Null where it is no number, is 0, or rounds to 0: a rate is never 0 by mistake.
    /// </summary>
    public static decimal? Of(JsonElement value, decimal factor = 1) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && decimal.TryParse(value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number is > 0 and < 1_000_000 && decimal.Round(number * factor, 10) is > 0 and var rate
            ? rate / 1.0000000000000000000000000000m // without trailing zeros, which JSON would show
            : null;

    public static bool IsZero(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number == 0;
}
