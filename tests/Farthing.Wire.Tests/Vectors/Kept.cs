using System.Text.Json;
using System.Text.Json.Nodes;
using Farthing.Wire.Anthropic;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>What a translation must keep: every part of a conversation that the losses do not name, by value.</summary>
internal static class Kept
{
    public static string? Difference(Conversation a, Conversation b, Losses losses, Dialect via)
    {
        bool Lost(string concept) => losses.Dropped.Contains(concept);
        if (Differs("turns", Turns(a, via), Turns(b, via)) is { } turns) return turns;
        if (Differs("tools", Tools(a, Lost), Tools(b, Lost)) is { } tools) return tools;
        if (a.Tools.Count > 0 && Differs("tool_choice", Fitted(a.ToolChoice, via), b.ToolChoice?.ToString()
            ?? (a.ToolChoice is null ? null : "none")) is { } choice && !(a.ToolChoice is null && b.ToolChoice?.Kind == ToolChoiceKind.Auto)) return choice;
        if (a.Tools.Count > 0 && a.ParallelTools is not null && a.ToolChoice?.Kind != ToolChoiceKind.None && a.ParallelTools is false
            && b.ParallelTools is not false) return "parallel_tools";
        if (a.MaxTokens is not null && a.MaxTokens != b.MaxTokens) return "max_tokens";
        if (a.Temperature != b.Temperature && !losses.Dropped.Any(l => l is "sampling" or "temperature_over_1" or "sampling_with_thinking")) return "temperature";
        if (a.TopP != b.TopP && !losses.Dropped.Any(l => l is "sampling" or "temperature_with_top_p" or "sampling_with_thinking")) return "top_p";
        if (a.TopK != b.TopK && !losses.Dropped.Any(l => l is "sampling" or "top_k" or "sampling_with_thinking")) return "top_k";
        if (!a.Stop.SequenceEqual(b.Stop)) return "stop";
        if (a.Stream != b.Stream) return "stream";
        if (a.UserId is { Length: <= 64 } && a.UserId != b.UserId) return "user_id";
        if (a.Seed != b.Seed && !Lost("seed")) return "seed";
        if (a.Format?.Schema is { } schema && b.Format?.Schema is null) return $"format {schema}";
        return ExtrasOf(a).FirstOrDefault(e => !Lost(e) && !ExtrasOf(b).Contains(e) && !(e == CacheHints.Key && ExtrasOf(b).Contains(CacheHints.Mark))) is { } extra ? $"the extra {extra} went quietly" : null;
    }

    public static string Text(Reply reply) => string.Concat(reply.Blocks.Select(b => b switch
    {
        TextBlock t => t.Text,
        RefusalBlock r => r.Text,
        _ => "",
    }));

    public static string Calls(Reply reply) => string.Join('\n', reply.Blocks.OfType<ToolCallBlock>().Select(c => $"{c.Id} {c.Name} {Normal(c.Arguments)}"));

    private static string? Differs(string what, string? a, string? b) => a == b ? null : $"{what}\n  was {a}\n  is  {b}";

    private static string? Fitted(ToolChoice? choice, Dialect via) =>
        (choice is { Name: { } name } ? choice with { Name = ToolNames.Fit(name, via.MaxToolName) } : choice)?.ToString();

    private static IEnumerable<string> ExtrasOf(Conversation c) =>
        new[] { c.Extras }
            .Concat(c.Turns.Select(t => t.Extras))
            .Concat(c.Turns.SelectMany(t => t.Blocks).SelectMany(b => b is ToolResultBlock r ? r.Content.Append(b) : [b]).Select(b => b.Extras))
            .Concat(c.Tools.Select(t => t.Extras))
            .SelectMany(e => e?.Fields ?? []).Select(f => f.Key).Distinct();

    private static string Tools(Conversation c, Func<string, bool> lost) => string.Join('\n', c.Tools.Where(t => t.Hosted is null || !lost("hosted_tool")).Select(t =>
        $"{t.Name}: {t.Description} {(lost("schema_combinator") ? "" : Schema(t.Schema))} {t.Strict is true}"));

    private static string Schema(JsonElement? schema)
    {
        var node = schema is { } s ? (JsonObject)JsonNode.Parse(s.GetRawText())! : [];
        if (!node.ContainsKey("type")) node["type"] = "object";
        if (!node.ContainsKey("properties")) node["properties"] = new JsonObject();
        return string.Join(',', node.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => $"{n.Key}={n.Value?.ToJsonString()}"));
    }

    /// <summary>The turns as lines of content, in order; where a block may move (wire.md §1) it is sorted to its new place in both.</summary>
    private static string Turns(Conversation c, Dialect via) => string.Join('\n', Asked(c.Turns, via)
        .SelectMany(t => Ordered(t.Role, t.Blocks).Select(b => (Role: t.Role == Role.System ? "system" : t.Role == Role.User ? "user" : "assistant", Line: Line(b))))
        .Where(l => l.Line.Length > 0)
        .Select(l => $"{l.Role} {l.Line}"));

    /// <summary>Anthropic needs a message: of system messages alone the last becomes it.</summary>
    private static IEnumerable<Turn> Asked(IReadOnlyList<Turn> turns, Dialect via) =>
        via == Dialects.Anthropic && turns.All(t => t.Role == Role.System) ? turns.Select((t, i) => i == turns.Count - 1 ? t with { Role = Role.User } : t) : turns;

    private static IEnumerable<Block> Ordered(Role role, IReadOnlyList<Block> blocks)
    {
        var flat = blocks.SelectMany(b => b is ToolResultBlock r
            ? [r with { Content = [.. r.Content.Where(IsText)] }, .. r.Content.Where(x => x is ImageBlock or DocumentBlock && !IsText(x))]
            : new[] { b }).ToList();
        return role == Role.User
            ? flat.OrderBy(b => b is ToolResultBlock ? 0 : b is ImageBlock or DocumentBlock && !IsText(b) ? 1 : 2)
            : role == Role.Assistant ? flat.OrderBy(b => b is ToolCallBlock ? 1 : 0) : flat;
    }

    private static bool IsText(Block block) => block is TextBlock or DocumentBlock { Media: TextMedia };

    private static string Line(Block block) => block switch
    {
        TextBlock t when string.IsNullOrWhiteSpace(t.Text) || t.Text == RequestWriter.JsonInstruction => "",
        TextBlock t => $"text {t.Text}",
        RefusalBlock r => $"text {r.Text}",
        ToolCallBlock call => $"call {call.Id} {call.Name} {Normal(call.Arguments)}",
        ToolResultBlock r => $"result {r.CallId} {Result(r)}",
        ImageBlock i => $"image {i.Media}",
        DocumentBlock { Media: TextMedia m } => $"text {m.Text}",
        DocumentBlock d => $"document {d.Media}",
        UnknownBlock { Type: "compaction" } u => $"text {u.Raw.GetProperty("content")}",
        _ => "",
    };

    private static string Result(ToolResultBlock r)
    {
        var text = string.Join('|', r.Content.Where(IsText).Select(b => b is TextBlock t ? t.Text : ((TextMedia)((DocumentBlock)b).Media).Text).Where(t => t.Trim().Length > 0));
        if (text == "(The result follows in the next user message.)") text = "";
        return r.IsError && !text.StartsWith("Error: ", StringComparison.Ordinal) ? "Error: " + text : text;
    }

    private static string Normal(string json)
    {
        try
        {
            return JsonNode.Parse(json)?.ToJsonString() ?? "null";
        }
        catch (JsonException)
        {
            return new JsonObject { ["_raw"] = json }.ToJsonString();
        }
    }
}
