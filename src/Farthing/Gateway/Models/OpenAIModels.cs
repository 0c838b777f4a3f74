using System.Text.Json;
using Farthing.Routing;

namespace Farthing.Gateway.Models;

/// <summary>OpenAI's form, with the <c>shutdown_date</c> that its own list gives.</summary>
internal static class OpenAIModels
{
    public static byte[] List(IEnumerable<NamedModel> models) => Forms.Json(json =>
    {
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var model in models)
        {
            json.WriteStartObject();
            Members(json, model);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static byte[] One(NamedModel model) => Forms.Json(json => Members(json, model));

    private static void Members(Utf8JsonWriter json, NamedModel model)
    {
        json.WriteString("id", model.Name);
        json.WriteString("object", "model");
        // The field must be there; 0 where the release is not known.
        json.WriteNumber("created", Released.Of(model.Entry) is { } day ? new DateTimeOffset(day, default, TimeSpan.Zero).ToUnixTimeSeconds() : 0);
        json.WriteString("owned_by", model.Entry?.Provider ?? model.Provider.Name);
        if (model.Entry?.ShutdownDate is { } end) json.WriteString("shutdown_date", $"{end:O}");
    }
}
