using System.Runtime.InteropServices;
using System.Text.Json;

namespace Farthing.Simulator;

/// <summary><c>POST /v1/embeddings</c>.</summary>
internal sealed class EmbeddingsEndpoint(SimulatorState state)
{
    private readonly OpenAICall _call = new(state);

    public Task AnswerAsync(HttpContext http) => _call.RunAsync(http, (body, name, _, fault) =>
    {
        var model = _call.Model(name);
        var most = model.Dimensions ?? throw new VendorException(403, $"You are not allowed to generate embeddings from this model: {name}", "invalid_request_error", "model");
        var dimensions = body.Field("dimensions").TryInt(out var wanted) ? wanted : most;
        if (dimensions < 1 || dimensions > most) throw OpenAIErrors.OutOfRange("dimensions", "integer", dimensions, 1, most);
        var inputs = SimulatorState.Reading(() => Embedding.Inputs(body.Field("input")));
        if (inputs.Count == 0) throw OpenAIErrors.Missing("input");
        return WholeBody.SendAsync(http, JsonText.Of(json => Write(json, model, inputs, dimensions, body.String("encoding_format") == "base64")), fault, OpenAIErrors.Overloaded());
    });

    private static void Write(Utf8JsonWriter json, SimulatedModel model, IReadOnlyList<string> inputs, int dimensions, bool base64)
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var (i, input) in inputs.Index())
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", i);
            var vector = Embedding.Of(input, dimensions);
            if (base64) json.WriteString("embedding", Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan())));
            else Embedding.Write(json, "embedding", vector);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model", model.Snapshot);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", inputs.Sum(Tokens.Of));
        json.WriteNumber("total_tokens", inputs.Sum(Tokens.Of));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
