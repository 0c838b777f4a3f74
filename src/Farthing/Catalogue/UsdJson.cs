using System.Globalization;
using System.Text.Json;

namespace Farthing.Catalogue;

/// <summary>Money in the JSON of commands: exact decimals, null where it is not known.</summary>
internal static class UsdJson
{
    public static void WriteUsd(this Utf8JsonWriter to, string name, Usd? cost) => to.WriteUsd(name, cost?.Dollars);

    public static void WriteUsd(this Utf8JsonWriter to, string name, decimal? dollars)
    {
        to.WritePropertyName(name);
        if (dollars is { } known) to.WriteRawValue(known.ToString("0.#########", CultureInfo.InvariantCulture));
        else to.WriteNullValue();
    }

    /// <summary>An estimate with the range in which it lies.</summary>
    public static void WriteUsd(this Utf8JsonWriter to, string name, (decimal Low, decimal Likely, decimal High)? range)
    {
        if (range is not { } known)
        {
            to.WriteNull(name);
            return;
        }

        to.WriteStartObject(name);
        to.WriteUsd("low", known.Low);
        to.WriteUsd("likely", known.Likely);
        to.WriteUsd("high", known.High);
        to.WriteEndObject();
    }
}
