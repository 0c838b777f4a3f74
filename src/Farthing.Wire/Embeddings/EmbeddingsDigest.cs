using System.Text.Json;

namespace Farthing.Wire.Embeddings;

/// <summary>Model and tokens of an answer with vectors: OpenAI's <c>usage.prompt_tokens</c>, Ollama's <c>prompt_eval_count</c>.</summary>
internal static class EmbeddingsDigest
{
    /// <summary>Reads without a document: the vectors are large, and none of them is looked at.</summary>
    public static ReplyDigest Read(ReadOnlySpan<byte> body)
    {
        string? model = null;
        long? input = null;
        var fields = new JsonProperties(body);
        try
        {
            while (fields.Next())
            {
                var json = fields.Value();
                if (fields.Is("model"u8)) model = JsonScan.Text(ref json) ?? model;
                else if (fields.Is("prompt_eval_count"u8)) input = JsonScan.Count(ref json) ?? input;
                else if (fields.Is("usage"u8)) input = Prompt(ref json) ?? input;
            }
        }
        catch (InvalidOperationException) // not Unicode: what was read counts
        {
        }

        return new ReplyDigest(null, model, null, input is null ? Usage.Unreported : new Usage(Input: input, Output: 0));
    }

    private static long? Prompt(ref Utf8JsonReader json)
    {
        long? tokens = null;
        if (!JsonScan.Enter(ref json)) return null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("prompt_tokens"u8)) tokens = JsonScan.Count(ref json) ?? tokens;
            else JsonScan.Pass(ref json);
        }

        return tokens;
    }
}
