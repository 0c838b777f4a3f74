using System.Runtime.InteropServices;
using System.Text.Json;
using static Farthing.Wire.JsonScan;

namespace Farthing.Wire.OpenAIChat;

/// <summary>
/// Reads <c>usage</c>. <c>prompt_tokens</c> includes the cached ones; DeepSeek and Kimi name these in their own way.
/// xAI counts reasoning beside <c>completion_tokens</c> and not within, which its total gives away.
/// </summary>
internal static class UsageReader
{
    /// <summary>What an answer or a chunk says: its <c>usage</c>, and beside it the <c>service_tier</c>.</summary>
    public static Usage Read(JsonElement answer, Usage before)
    {
        var told = Tier(answer, before);
        return answer.Field("usage") is { } usage ? Read(JsonMarshal.GetRawUtf8Value(usage), told) : told;
    }

    public static Usage Read(ReadOnlySpan<byte> usage, Usage before)
    {
        var json = new Utf8JsonReader(usage);
        json.Read();
        try
        {
            return Read(ref json, before);
        }
        catch (InvalidOperationException) // a field's name that is not Unicode: none of it can be trusted
        {
            return before;
        }
    }

    /// <summary>What is no text says nothing of the tier.</summary>
    public static Usage Tier(JsonElement answer, Usage before)
    {
        if (answer.Field("service_tier") is not { } tier) return before;
        var json = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(tier));
        return Tier(ref json, before);
    }

    /// <summary>The same for a reader that stands before the tier. Every chunk names it, so nothing is allocated for one that is known.</summary>
    public static Usage Tier(ref Utf8JsonReader json, Usage before) =>
        Text(ref json, before.ServiceTier) is { } tier && !ReferenceEquals(tier, before.ServiceTier) ? before with { ServiceTier = tier } : before;

    /// <summary>Reads the object at the reader's position; anything else counts as unreported.</summary>
    public static Usage Read(ref Utf8JsonReader json, Usage before)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return before;
        }
        long? prompt = null, output = null, total = null, cached = null, written = null, reasoning = null, other = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("prompt_tokens"u8)) prompt = Count(ref json);
            else if (json.ValueTextEquals("completion_tokens"u8)) output = Count(ref json);
            else if (json.ValueTextEquals("total_tokens"u8)) total = Count(ref json);
            else if (json.ValueTextEquals("prompt_tokens_details"u8)) Details(ref json, ref cached, ref written, ref reasoning);
            else if (json.ValueTextEquals("completion_tokens_details"u8)) Details(ref json, ref cached, ref written, ref reasoning);
            else if (json.ValueTextEquals("prompt_cache_hit_tokens"u8) || json.ValueTextEquals("cached_tokens"u8)) other = Count(ref json);
            else Pass(ref json);
        }
        if (reasoning > 0 && total == prompt + output + reasoning) output += reasoning;
        return before.UpdatedBy(Usage.OfPrompt(prompt, cached ?? other, written, output, reasoning));
    }

    public static void Write(Utf8JsonWriter to, Usage usage)
    {
        to.WriteStartObject("usage");
        to.WriteNumber("prompt_tokens", usage.Prompt ?? 0);
        to.WriteNumber("completion_tokens", usage.Output ?? 0);
        to.WriteNumber("total_tokens", (usage.Prompt ?? 0) + (usage.Output ?? 0));
        to.WriteStartObject("prompt_tokens_details");
        to.WriteNumber("cached_tokens", usage.CacheRead ?? 0);
        if (usage.CacheWrite5m is not null || usage.CacheWrite1h is not null)
            to.WriteNumber("cache_write_tokens", (usage.CacheWrite5m ?? 0) + (usage.CacheWrite1h ?? 0));
        to.WriteEndObject();
        to.WriteStartObject("completion_tokens_details");
        to.WriteNumber("reasoning_tokens", usage.Reasoning ?? 0);
        to.WriteEndObject();
        to.WriteEndObject();
    }

    private static void Details(ref Utf8JsonReader json, ref long? cached, ref long? written, ref long? reasoning)
    {
        if (!Enter(ref json)) return;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("cached_tokens"u8)) cached = Count(ref json) ?? cached;
            else if (json.ValueTextEquals("cache_write_tokens"u8)) written = Count(ref json) ?? written;
            else if (json.ValueTextEquals("reasoning_tokens"u8)) reasoning = Count(ref json) ?? reasoning;
            else Pass(ref json);
        }
    }
}
