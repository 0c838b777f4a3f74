using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway.Models;

/// <summary>What Ollama's clients ask before they chat: which models there are, what each can do, which version answers.</summary>
internal sealed class OllamaEndpoint(FreeCalls calls, ModelsEndpoint models)
{
    /// <summary>The oldest version whose API has all that is answered here; VS Code asks for at least this one (wire.md §4).</summary>
    private const string Version = "0.6.4";

    private const int MostBytes = 64 * 1024;

    /// <summary>No key: it is how a client finds out who is there.</summary>
    public Task VersionAsync(HttpContext http) => calls.RunAsync(http, () => Task.FromResult(Forms.Json(json => json.WriteString("version", Version))), open: true);

    public Task TagsAsync(HttpContext http) => calls.RunAsync(http, () => Task.FromResult(Forms.Json(json =>
    {
        json.WriteStartArray("models");
        foreach (var model in models.Listed())
        {
            json.WriteStartObject();
            json.WriteString("name", model.Name);
            json.WriteString("model", model.Name);
            Modified(json, model);
            json.WriteNumber("size", 0); // no file lies here
            json.WriteString("digest", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.Name)))); // clients cut it, so it may not be empty
            Details(json, model);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    })));

    /// <summary>Nothing is ever loaded here.</summary>
    public Task RunningAsync(HttpContext http) => calls.RunAsync(http, () => Task.FromResult(Forms.Json(json =>
    {
        json.WriteStartArray("models");
        json.WriteEndArray();
    })));

    public Task ShowAsync(HttpContext http) => calls.RunAsync(http, async () =>
    {
        using var body = await BodyReader.ReadAsync(http.Request, MostBytes, http.RequestAborted);
        var model = models.Find(Name(body.Written));
        return Forms.Json(json => Shown(json, model));
    });

    private static void Shown(Utf8JsonWriter json, NamedModel model)
    {
        var known = model.Entry?.Capabilities;
        json.WriteString("modelfile", "");
        json.WriteString("parameters", "");
        json.WriteString("template", known?.FillInMiddle is true ? "{{ .Prompt }}{{ .Suffix }}" : "{{ .Prompt }}"); // Continue looks for .Suffix
        Modified(json, model);
        Details(json, model);
        json.WriteStartObject("model_info");
        json.WriteString("general.architecture", Family(model));
        json.WriteString("general.basename", model.Name);
        if (model.Entry?.ContextTokens is { } context) json.WriteNumber($"{Family(model)}.context_length", context);
        json.WriteEndObject();
        json.WriteStartArray("capabilities");
        json.WriteStringValue("completion");
        if (known?.Tools is true) json.WriteStringValue("tools");
        if (known?.Vision is true) json.WriteStringValue("vision");
        if (known?.Reasoning is true) json.WriteStringValue("thinking");
        if (known?.FillInMiddle is true) json.WriteStringValue("insert");
        json.WriteEndArray();
    }

    private static void Modified(Utf8JsonWriter json, NamedModel model) =>
        json.WriteString("modified_at", $"{Released.Of(model.Entry) ?? DateOnly.FromDayNumber(719162):O}T00:00:00Z"); // 1970-01-01 where the release is not known

    private static void Details(Utf8JsonWriter json, NamedModel model)
    {
        json.WriteStartObject("details");
        json.WriteString("parent_model", "");
        json.WriteString("format", "");
        json.WriteString("family", Family(model));
        json.WriteStartArray("families");
        json.WriteStringValue(Family(model));
        json.WriteEndArray();
        json.WriteString("parameter_size", "");
        json.WriteString("quantization_level", "");
        json.WriteEndObject();
    }

    private static string Family(NamedModel model) => model.Entry?.Provider ?? model.Provider.Name;

    /// <summary>The model's name, under either of the two keys that Ollama takes.</summary>
    private static string Name(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonBody.Parse(body, RequestHead.DefaultMaxDepth);
            foreach (var key in new[] { "model", "name" })
                if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out var name) && name.ValueKind == JsonValueKind.String)
                    return name.GetString()!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // not JSON, or not Unicode
        {
            throw new WireException(new WireError(400, WireErrorKind.InvalidRequest, $"The body cannot be read: {e.Message}"));
        }

        throw WireException.Invalid("model", "is required");
    }
}
