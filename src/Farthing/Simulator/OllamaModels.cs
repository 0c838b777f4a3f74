using System.Globalization;
using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>What an Ollama server says of its models and of itself.</summary>
internal static class OllamaModels
{
    private const string Version = "0.12.6";

    private static readonly string[] s_writes = ["completion", "tools", "insert"];

    private static readonly string[] s_embeds = ["embedding"];

    public static Task TagsAsync(HttpContext http, Cast cast) => SendAsync(http, json => List(json, cast.Models.Where(m => m.Vendor == Vendor.Ollama)));

    /// <summary>None is ever loaded, so none is listed as running.</summary>
    public static Task RunningAsync(HttpContext http) => SendAsync(http, json =>
    {
        json.WriteStartArray("models");
        json.WriteEndArray();
    });

    public static Task VersionAsync(HttpContext http) => SendAsync(http, json => json.WriteString("version", Version));

    public static byte[] Show(SimulatedModel model) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("modelfile", $"# simulated\nFROM {model.Id}");
        json.WriteString("template", "{{ .Prompt }}{{ if .Suffix }}{{ .Suffix }}{{ end }}");
        Details(json, model);
        json.WriteStartObject("model_info");
        json.WriteString("general.architecture", "simulated");
        json.WriteNumber("simulated.context_length", model.ContextTokens);
        json.WriteEndObject();
        json.WriteStartArray("capabilities");
        foreach (var capability in model.Dimensions is null ? s_writes : s_embeds) json.WriteStringValue(capability);
        json.WriteEndArray();
        json.WriteString("modified_at", Day(model));
        json.WriteEndObject();
    });

    private static void List(Utf8JsonWriter json, IEnumerable<SimulatedModel> models)
    {
        json.WriteStartArray("models");
        foreach (var model in models)
        {
            json.WriteStartObject();
            json.WriteString("name", model.Id);
            json.WriteString("model", model.Id);
            json.WriteString("modified_at", Day(model));
            json.WriteNumber("size", 0);
            json.WriteString("digest", Chance.Fingerprint(model.Id));
            Details(json, model);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Details(Utf8JsonWriter json, SimulatedModel model)
    {
        json.WriteStartObject("details");
        json.WriteString("format", "simulated");
        json.WriteString("family", model.Id.Split(':', '-')[0]);
        json.WriteString("parameter_size", model.Id.Split(':')[^1].ToUpperInvariant());
        json.WriteString("quantization_level", "none");
        json.WriteEndObject();
    }

    private static string Day(SimulatedModel model) => model.Created.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static Task SendAsync(HttpContext http, Action<Utf8JsonWriter> fields) => WholeBody.SendAsync(http, JsonText.Of(json =>
    {
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
    }), null, []);
}
