using System.Text.Json;
using static Farthing.Wire.JsonScan;

namespace Farthing.Wire.Anthropic;

/// <summary>
/// Reads <c>usage</c>. <c>input_tokens</c> excludes the cache. With <c>iterations</c> (compaction, advisor) the top level leaves
/// the extra passes out, so their sum counts. A pass that names its model was that model's, at its price.
/// </summary>
internal static class UsageReader
{
    /// <summary>Reads the object at the reader's position; anything else counts as unreported.</summary>
    /// <param name="before">What the stream said earlier: a later block may give the cache writes without their lives.</param>
    public static Usage Read(ref Utf8JsonReader json, Usage before)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return before;
        }
        var (read, sum, _) = Counts(ref json, before);
        var usage = before.UpdatedBy(read);
        return sum is null ? usage : usage.UpdatedBy(sum);
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

    public static void Write(Utf8JsonWriter to, Usage usage)
    {
        to.WriteStartObject("usage");
        Fields(to, usage, input: true);
        to.WriteEndObject();
    }

    /// <summary>Clients read these four without asking, so unknown is written as 0 (wire.md §2).</summary>
    public static void Fields(Utf8JsonWriter to, Usage usage, bool input)
    {
        if (input)
        {
            to.WriteNumber("input_tokens", usage.Input ?? 0);
            to.WriteNumber("cache_creation_input_tokens", (usage.CacheWrite5m ?? 0) + (usage.CacheWrite1h ?? 0));
            to.WriteNumber("cache_read_input_tokens", usage.CacheRead ?? 0);
        }
        to.WriteNumber("output_tokens", usage.Output ?? 0);
        if (usage.Reasoning is not { } reasoning) return;
        to.WriteStartObject("output_tokens_details");
        to.WriteNumber("thinking_tokens", reasoning);
        to.WriteEndObject();
    }

    private static (Usage Read, Usage? Sum, string? Model) Counts(ref Utf8JsonReader json, Usage before)
    {
        long? input = null, cacheRead = null, cacheWrite = null, fiveMinutes = null, oneHour = null, output = null, reasoning = null;
        string? tier = null, model = null;
        Usage? sum = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("input_tokens"u8)) input = Count(ref json);
            else if (json.ValueTextEquals("cache_read_input_tokens"u8)) cacheRead = Count(ref json);
            else if (json.ValueTextEquals("cache_creation_input_tokens"u8)) cacheWrite = Count(ref json);
            else if (json.ValueTextEquals("output_tokens"u8)) output = Count(ref json);
            else if (json.ValueTextEquals("cache_creation"u8))
                (fiveMinutes, oneHour) = Pair(ref json, "ephemeral_5m_input_tokens"u8, "ephemeral_1h_input_tokens"u8);
            else if (json.ValueTextEquals("output_tokens_details"u8)) (reasoning, _) = Pair(ref json, "thinking_tokens"u8, default);
            else if (json.ValueTextEquals("iterations"u8)) sum = Sum(ref json);
            else if (json.ValueTextEquals("service_tier"u8)) tier = Text(ref json);
            else if (json.ValueTextEquals("model"u8)) model = Text(ref json);
            else Pass(ref json);
        }
        if (fiveMinutes is null && oneHour is null && cacheWrite is { } total)
        {
            oneHour = before.CacheWrite1h is { } known && known <= total ? known : null;
            fiveMinutes = total - (oneHour ?? 0);
        }
        return (new Usage(input, cacheRead, fiveMinutes, oneHour, output, reasoning, tier), sum, model);
    }

    private static Usage? Sum(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return null;
        }
        Usage? sum = null;
        var others = new List<(string Model, Usage Usage)>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }
            var (one, _, model) = Counts(ref json, Usage.Unreported);
            sum = Add(sum, one);
            if (model is not null) others.Add((model, one));
        }
        return sum is null || others.Count == 0 ? sum : sum with { Other = Shares(others) };
    }

    /// <summary>A share for each model, and within it those of the models after it.</summary>
    private static ModelShare? Shares(List<(string Model, Usage Usage)> others)
    {
        ModelShare? share = null;
        foreach (var model in others.GroupBy(o => o.Model, o => o.Usage))
            share = new ModelShare(model.Key, Add(share?.Usage, model.Aggregate(Add)) with { Other = share });
        return share;
    }

    private static Usage Add(Usage? sum, Usage one) => sum is null ? one : new Usage(
        Add(sum.Input, one.Input), Add(sum.CacheRead, one.CacheRead), Add(sum.CacheWrite5m, one.CacheWrite5m),
        Add(sum.CacheWrite1h, one.CacheWrite1h), Add(sum.Output, one.Output), Add(sum.Reasoning, one.Reasoning));

    private static long? Add(long? a, long? b) => a is null ? b : b is null ? a : a + b;

    private static (long?, long?) Pair(ref Utf8JsonReader json, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        long? a = null, b = null;
        if (!Enter(ref json)) return (a, b);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals(first)) a = Count(ref json);
            else if (!second.IsEmpty && json.ValueTextEquals(second)) b = Count(ref json);
            else Pass(ref json);
        }
        return (a, b);
    }
}
