using System.Text.Json;

namespace Farthing.Catalogue;

internal static class ModelsJson
{
    public static void Write(Utf8JsonWriter to, IEnumerable<ModelEntry> models, PriceBook book, DateOnly on)
    {
        to.WriteStartObject();
        PriceJson.WriteDay(to, "as_of", book.Catalogue.AsOf);
        PriceJson.WriteDay(to, "on", on);
        to.WriteString("price_book", book.Name);
        to.WriteStartArray("models");
        foreach (var model in models)
        {
            to.WriteStartObject();
            WriteFields(to, model, on);
            to.WritePropertyName("price");
            PriceJson.Write(to, book.Find(model, on));
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteEndObject();
    }

    /// <summary>What is known of a model besides its prices.</summary>
    public static void WriteFields(Utf8JsonWriter to, ModelEntry model, DateOnly on)
    {
        to.WriteString("id", model.Id);
        to.WriteString("provider", model.Provider);
        to.WriteStrings("aliases", model.Aliases);
        to.WriteString("status", model.Status?.ToString().ToLowerInvariant());
        to.WriteBoolean("retired", model.IsRetired(on));
        to.WriteBoolean("ends_soon", Retirement.IsSoon(model, on));
        PriceJson.WriteDay(to, "shutdown_date", model.ShutdownDate);
        PriceJson.WriteDay(to, "retire_not_before", model.RetireNotBefore);
        to.WriteString("successor", model.Successor);
        WriteNumber(to, "context_tokens", model.ContextTokens);
        WriteNumber(to, "max_output_tokens", model.MaxOutputTokens);
        to.WriteString("tokenizer", model.Tokenizer);
        WriteNumber(to, "min_cacheable_tokens", model.MinCacheableTokens);
        to.WritePropertyName("capabilities");
        JsonSerializer.Serialize(to, model.Capabilities, CatalogueJson.Default.Capabilities);
        to.WriteString("notes", model.Notes);
    }

    private static void WriteNumber(Utf8JsonWriter to, string name, long? number)
    {
        if (number is { } known) to.WriteNumber(name, known);
        else to.WriteNull(name);
    }
}
