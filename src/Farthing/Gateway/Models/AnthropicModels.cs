using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Routing;

namespace Farthing.Gateway.Models;

/// <summary>Anthropic's form (its SDK 13.12): limits and lifecycle as the catalogue has them; null where it does not know.</summary>
internal static class AnthropicModels
{
    public static byte[] List(Page page, DateOnly today) => Forms.Json(json =>
    {
        json.WriteStartArray("data");
        foreach (var model in page.Models)
        {
            json.WriteStartObject();
            Members(json, model, today);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more", page.HasMore);
        json.WriteString("first_id", page.Models.Count > 0 ? page.Models[0].Name : null);
        json.WriteString("last_id", page.Models.Count > 0 ? page.Models[^1].Name : null);
    });

    public static byte[] One(NamedModel model, DateOnly today) => Forms.Json(json => Members(json, model, today));

    public static string Lifecycle(NamedModel model, DateOnly today) =>
        model.Entry?.IsRetired(today) is true ? "retired" : model.Entry?.Status == ModelStatus.Deprecated ? "deprecated" : "active";

    private static void Members(Utf8JsonWriter json, NamedModel model, DateOnly today)
    {
        var entry = model.Entry;
        json.WriteString("type", "model");
        json.WriteString("id", model.Name);
        json.WriteString("display_name", model.Name);
        json.WriteString("created_at", Released.Of(entry) is { } day ? Midnight(day) : "1970-01-01T00:00:00Z"); // Anthropic's own value for "unknown"
        json.WriteString("lifecycle", Lifecycle(model, today));
        json.WriteNull("line"); // not to be inferred from the id, says the vendor
        Whole(json, "max_input_tokens", entry?.ContextTokens);
        Whole(json, "max_tokens", entry?.MaxOutputTokens);
        json.WriteNull("deprecated_at");
        json.WriteString("retires_at", entry?.ShutdownDate is { } end ? Midnight(end) : null);
        json.WriteNull("capabilities"); // all or nothing, and the catalogue knows half of them
    }

    private static void Whole(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }

    private static string Midnight(DateOnly day) => $"{day:O}T00:00:00Z";
}
