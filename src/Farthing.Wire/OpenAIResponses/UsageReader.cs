using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>Reads and writes <c>usage</c>, reads <c>service_tier</c> beside it. <c>input_tokens</c> includes the cached ones.</summary>
internal static class UsageReader
{
    public static Usage Read(JsonElement response)
    {
        var tier = OpenAIChat.UsageReader.Tier(response, Usage.Unreported);
        if (response.Field("usage") is not { ValueKind: JsonValueKind.Object } usage) return tier;
        var details = usage.Field("input_tokens_details");
        return tier.UpdatedBy(Usage.OfPrompt(
            Count(usage, "input_tokens"), Count(details, "cached_tokens"), Count(details, "cache_write_tokens"),
            Count(usage, "output_tokens"), Count(usage.Field("output_tokens_details"), "reasoning_tokens")));
    }

    public static void Write(Utf8JsonWriter to, Usage usage)
    {
        to.WriteStartObject("usage");
        to.WriteNumber("input_tokens", usage.Prompt ?? 0);
        to.WriteStartObject("input_tokens_details");
        to.WriteNumber("cached_tokens", usage.CacheRead ?? 0);
        to.WriteNumber("cache_write_tokens", (usage.CacheWrite5m ?? 0) + (usage.CacheWrite1h ?? 0)); // the official clients take it for granted
        to.WriteEndObject();
        to.WriteNumber("output_tokens", usage.Output ?? 0);
        to.WriteStartObject("output_tokens_details");
        to.WriteNumber("reasoning_tokens", usage.Reasoning ?? 0);
        to.WriteEndObject();
        to.WriteNumber("total_tokens", (usage.Prompt ?? 0) + (usage.Output ?? 0));
        to.WriteEndObject();
    }

    /// <summary>A whole number from 0 to what an int holds; anything else is null, as in the other dialects.</summary>
    private static long? Count(JsonElement? e, string name) =>
        e?.Field(name) is { ValueKind: JsonValueKind.Number } n && n.TryGetInt32(out var count) && count >= 0 ? count : null;
}
