using System.Text.Json;
using System.Text.Json.Nodes;
using Farthing.Wire.Anthropic;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>What a translation must keep: every part of a conversation that the losses do not name, by value.</summary>
internal static class Kept
{
    /// <summary>What went from <paramref name="a"/> to <paramref name="b"/>, by way of a dialect, although <paramref name="losses"/> does not say so.</summary>
    public static string? Difference(Conversation a, Conversation b, Losses losses, Dialect via)
    {
        bool Lost(params ReadOnlySpan<string> concepts)
        {
            foreach (var concept in concepts)
                if (losses.Dropped.Contains(concept)) return true;
            return false;
        }
        if (Differs("turns", KeptTurns.Of(a, via), KeptTurns.Of(b, via)) is { } turns) return turns;
        var ollama = via.Framing == Framing.Lines;
        var noTools = ollama && a.ToolChoice?.Kind == ToolChoiceKind.None; // Ollama is not told of tools that must not be called
        if (!noTools && Differs("tools", Tools(a, losses), Tools(b, losses)) is { } tools) return tools;
        var chosen = a.ToolChoice is { Kind: not ToolChoiceKind.Auto } choice ? choice with { Name = choice.Name is { } n ? ToolNames.Fit(n, via.MaxToolName) : null } : null;
        if (OfFunctions(a).Any() && !noTools && chosen != (b.ToolChoice is { Kind: not ToolChoiceKind.Auto } other ? other : null)) return $"tool_choice {a.ToolChoice} {b.ToolChoice}";
        if (OfFunctions(a).Any() && a is { ParallelTools: false, ToolChoice.Kind: not ToolChoiceKind.None } && b.ParallelTools is not false && !Lost("parallel_tools")) return "parallel_tools";
        if (a.MaxTokens is not null && a.MaxTokens != b.MaxTokens && !Lost("max_tokens_under_16")) return "max_tokens";
        if (a.Temperature != b.Temperature && !Lost("sampling", "temperature_over_1", "sampling_with_thinking")) return "temperature";
        if (a.TopP != b.TopP && !Lost("sampling", "temperature_with_top_p", "sampling_with_thinking")) return "top_p";
        if (a.TopK != b.TopK && !Lost("sampling", "top_k", "sampling_with_thinking")) return "top_k";
        if ((a.FrequencyPenalty ?? 0) != (b.FrequencyPenalty ?? 0) && !Lost("frequency_penalty")) return "frequency_penalty";
        if ((a.PresencePenalty ?? 0) != (b.PresencePenalty ?? 0) && !Lost("presence_penalty")) return "presence_penalty";
        if (!a.Stop.SequenceEqual(b.Stop)) return "stop";
        if (a.Suffix != b.Suffix) return "suffix";
        if ((a.N ?? 1) != (b.N ?? 1)) return "n";
        if ((a.LogProbs is true, a.TopLogProbs ?? 0) != (b.LogProbs is true, b.TopLogProbs ?? 0)) return "logprobs";
        if (a.Stream != b.Stream) return "stream";
        if (a.UserId is { Length: <= 64 } && a.UserId != b.UserId && !Lost("user_id")) return "user_id";
        if (a.Seed != b.Seed && !Lost("seed")) return "seed";
        if (a.Verbosity != b.Verbosity && !Lost("verbosity", "verbosity_plain_model")) return "verbosity";
        if (Tier(a) != Tier(b) && !Lost("service_tier", "service_tier_other")) return "service_tier";
        if (Thinks(a) && !Thinks(b) && !Lost("thinking_control", "effort", "effort_other", "thinking")) return "thinking";
        if (a.Effort is { } effort && !ollama && b.Effort is { } kept && effort != kept && (effort, kept) is not ("minimal", "low")) return $"effort {effort} {kept}";
        if (Format(a) != Format(b)) return $"format {Format(a)} {Format(b)}";
        return ExtrasOf(a).FirstOrDefault(e => !Lost(e) && !ExtrasOf(b).Contains(e) && !(e == CacheHints.Key && ExtrasOf(b).Contains(CacheHints.Mark))) is { } extra ? $"the extra {extra} went quietly" : null;
    }

    /// <summary>Arguments in one spelling; what is no JSON object is kept as text (wire.md §1, Assistant call).</summary>
    public static string Arguments(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject o ? o.ToJsonString() : new JsonObject { ["_raw"] = json }.ToJsonString();
        }
        catch (JsonException)
        {
            return new JsonObject { ["_raw"] = json }.ToJsonString();
        }
    }

    private static string? Differs(string what, string a, string b) => a == b ? null : $"{what}\n  was {a}\n  is  {b}";

    private static IEnumerable<Tool> OfFunctions(Conversation c) => c.Tools.Where(t => t.Hosted is null);

    private static string? Tier(Conversation c) => c.ServiceTier == "standard_only" ? "default" : c.ServiceTier;

    private static bool Thinks(Conversation c) => c.Effort is not (null or "none") || c.Thinking is { Mode: not ThinkingMode.Disabled };

    /// <summary>Anthropic writes a schema anew, closed, so only its properties are looked at; any JSON object is emulated there.</summary>
    private static string? Format(Conversation c) =>
        c.Format?.Schema is { } schema ? string.Join(',', schema.At("properties") is { ValueKind: JsonValueKind.Object } p ? p.EnumerateObject().Select(x => x.Name) : []) + " schema" : null;

    private static IEnumerable<string> ExtrasOf(Conversation c) =>
        new[] { c.Extras, c.Thinking?.Extras }
            .Concat(c.Turns.Select(t => t.Extras))
            .Concat(c.Turns.SelectMany(t => t.Blocks).SelectMany(b => b is ToolResultBlock r ? r.Content.Append(b) : [b]).Select(b => b.Extras))
            .Concat(c.Tools.Select(t => t.Extras))
            .SelectMany(e => e?.Fields ?? []).Where(f => !IsEmpty(f.Value)).Select(f => f.Key).Distinct();

    /// <summary>An empty list or text says nothing, so nothing is lost with it.</summary>
    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() == 0 : value.ValueKind == JsonValueKind.String && value.ValueEquals("");

    private static string Tools(Conversation c, Losses losses) => string.Join('\n', c.Tools
        .Where(t => t.Hosted is null || !losses.Dropped.Contains("hosted_tool"))
        .Select(t => $"{t.Name}: {t.Description} {(losses.Dropped.Contains("schema_combinator") ? "" : Schema(t.Schema))} {t.Strict is true && !losses.Dropped.Contains("strict")}"));

    private static string Schema(JsonElement? schema)
    {
        var node = schema is { } s ? (JsonObject)JsonNode.Parse(s.GetRawText())! : [];
        if (!node.ContainsKey("type")) node["type"] = "object";
        if (!node.ContainsKey("properties")) node["properties"] = new JsonObject();
        return string.Join(',', node.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => $"{n.Key}={n.Value?.ToJsonString()}"));
    }
}
