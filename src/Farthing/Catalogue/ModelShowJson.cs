using System.Text.Json;

namespace Farthing.Catalogue;

internal static class ModelShowJson
{
    public static void Write(Utf8JsonWriter to, ModelEntry model, DateOnly on)
    {
        to.WriteStartObject();
        PriceJson.WriteDay(to, "on", on);
        ModelsJson.WriteFields(to, model, on);
        to.WritePropertyName("vision");
        JsonSerializer.Serialize(to, model.Vision, CatalogueJson.Default.VisionRule!);
        to.WritePropertyName("tool_preamble");
        JsonSerializer.Serialize(to, model.ToolPreamble, CatalogueJson.Default.ToolPreamble!);
        PriceJson.WriteDay(to, "as_of", model.AsOf);
        to.WriteStrings("sources", model.Sources);
        WriteBooks(to, "prices", model.Prices, on);
        WriteBooks(to, "fine_tuned_prices", model.FineTunedPrices, on);
        to.WriteEndObject();
    }

    private static void WriteBooks(Utf8JsonWriter to, string name, IReadOnlyDictionary<string, IReadOnlyList<Price>> books, DateOnly on)
    {
        to.WriteStartObject(name);
        foreach (var (book, periods) in books)
        {
            to.WriteStartArray(book);
            foreach (var price in periods)
            {
                to.WriteStartObject();
                to.WriteBoolean("holds", price.Holds(on));
                PriceJson.WriteFields(to, price);
                to.WriteString("notes", price.Notes);
                to.WriteEndObject();
            }
            to.WriteEndArray();
        }
        to.WriteEndObject();
    }
}
