using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>
/// What a provider says of tokens, taken straight from its JSON by none of the library's code: for the comparison with what we count.
/// Null is what it does not say.
/// </summary>
/// <param name="Prompt">All of the prompt, cached or not.</param>
/// <param name="Total">Of prompt and answer together, as the provider itself adds them up.</param>
/// <param name="OfOther">Prompt and answer of the passes that name a model of their own.</param>
internal sealed record TokenFacts(long? Prompt, long? Cached, long? Written, long? WrittenFor1h, long? Output, long? Reasoning, long? Total, long OfOther = 0)
{
    /// <summary>Null where the answer has no usage.</summary>
    public static TokenFacts? Of(Recording recording)
    {
        var documents = recording.Reply is { } reply ? [reply] : StreamText.Documents(recording.Dialect, recording.StreamText!);
        if (recording.Dialect.Framing == Framing.Lines || recording.Dialect.Name.StartsWith("ollama", StringComparison.Ordinal)) return Ollama(documents);
        if (recording.Dialect == Dialects.Anthropic) return Anthropic(documents);
        var usages = documents.SelectMany(d => new[] { d.At("usage"), d.At("response", "usage"), d.At("x_groq", "usage") }).Where(u => u.ValueKind == JsonValueKind.Object).ToList();
        return usages.Count == 0 ? null : OpenAI(usages[^1]);
    }

    private static TokenFacts OpenAI(JsonElement usage)
    {
        var (input, output) = (Details(usage, "prompt_tokens_details", "input_tokens_details"), Details(usage, "completion_tokens_details", "output_tokens_details"));
        return new TokenFacts(
            usage.Num("prompt_tokens") ?? usage.Num("input_tokens"), input.Num("cached_tokens") ?? usage.Num("prompt_cache_hit_tokens") ?? usage.Num("cached_tokens"),
            input.Num("cache_write_tokens"), null, usage.Num("completion_tokens") ?? usage.Num("output_tokens"), output.Num("reasoning_tokens"), usage.Num("total_tokens"));
    }

    private static JsonElement Details(JsonElement usage, string one, string other) => usage.At(one).Exists() ? usage.At(one) : usage.At(other);

    /// <summary>The last count of each part holds. Where passes are listed, they are all that was billed.</summary>
    private static TokenFacts? Anthropic(List<JsonElement> documents)
    {
        var usages = documents.SelectMany(d => new[] { d.At("usage"), d.At("message", "usage") }).Where(u => u.ValueKind == JsonValueKind.Object).ToList();
        if (usages.Count == 0) return null;
        var passes = usages[^1].Each("iterations").ToList();
        long? Last(params string[] path) => usages.Select(u => u.Num(path)).LastOrDefault(n => n is not null);
        long? Sum(params string[] path) => passes.Count == 0 ? Last(path) : passes.Any(p => p.Num(path) is not null) ? passes.Sum(p => p.Num(path) ?? 0) : Last(path);
        var (fresh, cached, written, output) = (Sum("input_tokens"), Sum("cache_read_input_tokens"), Sum("cache_creation_input_tokens"), Sum("output_tokens"));
        return new TokenFacts((fresh ?? 0) + (cached ?? 0) + (written ?? 0), cached, written, Sum("cache_creation", "ephemeral_1h_input_tokens"), output,
            Last("output_tokens_details", "thinking_tokens"), null,
            passes.Where(p => p.Str("model") is not null).Sum(p => (p.Num("input_tokens") ?? 0) + (p.Num("output_tokens") ?? 0) + (p.Num("cache_read_input_tokens") ?? 0) + (p.Num("cache_creation_input_tokens") ?? 0)));
    }

    /// <summary>A count that is left out is zero.</summary>
    private static TokenFacts? Ollama(List<JsonElement> documents) =>
        documents.FirstOrDefault(d => d.At("done").ValueKind == JsonValueKind.True || d.At("embeddings").Exists()) is { ValueKind: JsonValueKind.Object } end
            ? new TokenFacts(end.Num("prompt_eval_count") ?? 0, null, null, null, end.Num("eval_count") ?? 0, null, null) : null;
}
