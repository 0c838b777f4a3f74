using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Vectors of length 1 that are the same for the same text. They say nothing about its meaning.</summary>
internal static class Embedding
{
    /// <summary>A text, a list of texts, or token ids, which count as the text that they are written as.</summary>
    public static IReadOnlyList<string> Inputs(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.String => [input.GetString()!],
        JsonValueKind.Array when input.GetArrayLength() > 0 && input[0].ValueKind == JsonValueKind.Number => [input.GetRawText()],
        JsonValueKind.Array => [.. input.Items().Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : i.GetRawText())],
        _ => [],
    };

    public static float[] Of(string text, int dimensions)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var vector = new float[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            if (i % seed.Length == 0) seed = SHA256.HashData(seed);
            vector[i] = seed[i % seed.Length] - 127.5f;
        }

        var length = MathF.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => v / length)];
    }

    public static void Write(Utf8JsonWriter json, string? name, float[] vector)
    {
        if (name is null) json.WriteStartArray();
        else json.WriteStartArray(name);
        foreach (var v in vector) json.WriteNumberValue(v);
        json.WriteEndArray();
    }
}
