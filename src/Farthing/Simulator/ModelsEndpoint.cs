using System.Globalization;
using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>
/// <c>GET /v1/models</c> and <c>/v1/models/{id}</c>: in Anthropic's shape for callers that send <c>anthropic-version</c>, else in OpenAI's.
/// </summary>
internal sealed class ModelsEndpoint(SimulatorState state)
{
    public Task ListAsync(HttpContext http) => SendAsync(http, (json, vendor) =>
    {
        var models = state.Cast.Models.Where(m => m.Vendor == vendor).OrderByDescending(m => m.Created).ToArray();
        json.WriteStartObject();
        if (vendor == Vendor.OpenAI) json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var model in models) Model(json, model);
        json.WriteEndArray();
        if (vendor == Vendor.Anthropic)
        {
            json.WriteBoolean("has_more", false);
            json.WriteString("first_id", models[0].Snapshot);
            json.WriteString("last_id", models[^1].Snapshot);
        }

        json.WriteEndObject();
    });

    public Task OneAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        return SendAsync(http, (json, vendor) => Model(json, state.Cast.Find(id, vendor) ?? throw new VendorException(
            404, vendor == Vendor.Anthropic ? $"model: {id}" : $"The model '{id}' does not exist", code: "model_not_found")));
    }

    private async Task SendAsync(HttpContext http, Action<Utf8JsonWriter, Vendor> write)
    {
        var vendor = http.Request.Headers.ContainsKey("anthropic-version") ? Vendor.Anthropic : Vendor.OpenAI;
        var requestId = $"req_{state.NextId(24)}";
        http.Response.Headers[vendor == Vendor.Anthropic ? "request-id" : "x-request-id"] = requestId;
        byte[] body;
        try
        {
            if (SimulatorState.KeyOf(http) is null)
                throw new VendorException(401, "An API key is required: x-api-key, or Authorization: Bearer.");
            body = JsonText.Of(json => write(json, vendor));
        }
        catch (VendorException e)
        {
            http.Response.StatusCode = e.Status;
            body = vendor == Vendor.Anthropic ? AnthropicErrors.Body(e, requestId) : OpenAIErrors.Body(e);
        }

        await WholeBody.SendAsync(http, body, null, []);
    }

    private static void Model(Utf8JsonWriter json, SimulatedModel model)
    {
        json.WriteStartObject();
        if (model.Vendor == Vendor.Anthropic)
        {
            json.WriteString("type", "model");
            json.WriteString("id", model.Snapshot);
            json.WriteString("display_name", model.DisplayName);
            json.WriteString("created_at", model.Created.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteString("lifecycle", "active");
            json.WriteString("line", model.Id.Split('-')[1]);
            json.WriteNumber("max_input_tokens", model.ContextTokens);
            json.WriteNumber("max_tokens", model.MaxOutputTokens);
            json.WriteNull("deprecated_at");
            json.WriteNull("retires_at");
            json.WriteNull("capabilities");
        }
        else
        {
            json.WriteString("id", model.Id);
            json.WriteString("object", "model");
            json.WriteNumber("created", model.Created.ToUnixTimeSeconds());
            json.WriteString("owned_by", "openai");
            json.WriteString("shutdown_date", model.ShutdownDate);
        }

        json.WriteEndObject();
    }
}
