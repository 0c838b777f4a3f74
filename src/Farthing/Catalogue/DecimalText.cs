using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Farthing.Catalogue;

/// <summary>Rates stand in files as text, so that no program on the way makes a double of them: a number is refused.</summary>
internal sealed class DecimalText : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && decimal.TryParse(reader.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            ? rate
            : throw new JsonException("must be a decimal in quotes, such as \"0.15\"");

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteStringValue(Exact(value));

    /// <summary>The exact decimal with at least two places, as in <c>0.50</c> and <c>0.0375</c>.</summary>
    public static string Exact(decimal value) => value.ToString("0.00##########################", CultureInfo.InvariantCulture);
}
