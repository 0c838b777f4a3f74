using System.Text;
using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

internal static class AnthropicFacts
{
    public static AnswerFacts Whole(JsonElement reply)
    {
        var facts = new AnswerFacts();
        foreach (var block in reply.Each("content")) Block(block, facts);
        Stop(reply, facts);
        var counts = new Dictionary<string, long>();
        Counts(reply.At("usage"), counts);
        Usage(counts, facts);
        return facts;
    }

    public static AnswerFacts Streamed(List<JsonElement> events)
    {
        var facts = new AnswerFacts();
        var counts = new Dictionary<string, long>();
        var calls = new Dictionary<long, (string Name, StringBuilder Arguments)>();
        string? id = null;
        foreach (var e in events)
        {
            switch (e.Str("type"))
            {
                case "message_start" when id is not null:
                    if (e.Str("message", "id") != id) return new AnswerFacts(); // another answer in its place
                    break;
                case "message_start":
                    id = e.Str("message", "id") ?? "";
                    foreach (var block in e.Each("message", "content")) Block(block, facts);
                    Stop(e.At("message"), facts);
                    Counts(e.At("message", "usage"), counts);
                    break;
                case "content_block_start" when e.Str("content_block", "type") == "tool_use":
                    var whole = e.At("content_block", "input") is { ValueKind: JsonValueKind.Object } input && input.EnumerateObject().Any() ? input.GetRawText() : "";
                    calls[e.Num("index") ?? 0] = (e.Str("content_block", "name")!, new StringBuilder(whole));
                    break;
                case "content_block_start":
                    calls.Remove(e.Num("index") ?? 0); // another kind of block under a number used before
                    Block(e.At("content_block"), facts);
                    break;
                case "content_block_delta":
                    facts.Say(e.Str("delta", "type") == "text_delta" ? e.Str("delta", "text") : null);
                    facts.Think(e.Str("delta", "type") == "thinking_delta" ? e.Str("delta", "thinking") : null);
                    if (e.Str("delta", "type") == "input_json_delta" && calls.TryGetValue(e.Num("index") ?? 0, out var call)) call.Arguments.Append(e.Str("delta", "partial_json"));
                    break;
                case "content_block_stop" when calls.Remove(e.Num("index") ?? 0, out var done):
                    facts.Call(done.Name, done.Arguments.ToString());
                    break;
                case "message_delta":
                    Stop(e.At("delta"), facts);
                    Counts(e.At("usage"), counts);
                    break;
            }
        }
        foreach (var (_, cut) in calls.OrderBy(c => c.Key)) facts.Call(cut.Name, cut.Arguments.ToString()); // the cap was reached within it
        Usage(counts, facts);
        return facts;
    }

    private static void Block(JsonElement block, AnswerFacts facts)
    {
        switch (block.Str("type"))
        {
            case "text": facts.Say(block.Str("text")); break;
            case "thinking": facts.Think(block.Str("thinking")); break;
            case "tool_use": facts.Call(block.Str("name")!, block.At("input").Exists() ? block.At("input").GetRawText() : ""); break;
        }
    }

    private static void Stop(JsonElement e, AnswerFacts facts)
    {
        if (e.Str("stop_reason") is not { } reason) return;
        facts.Sequence = e.Str("stop_sequence");
        facts.Stop = reason switch
        {
            "stop_sequence" => "sequence",
            "max_tokens" or "model_context_window_exceeded" => "length",
            "tool_use" => "tool",
            "refusal" => "refusal",
            _ => "end",
        };
    }

    /// <summary>Counts are cumulative: what is said later replaces what was said before. With passes listed, their sum counts.</summary>
    private static void Counts(JsonElement usage, Dictionary<string, long> counts)
    {
        string[] names = ["input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens"];
        foreach (var name in names)
            if (usage.Num(name) is { } count) counts[name] = count;
        if (usage.Num("output_tokens_details", "thinking_tokens") is { } thinking) counts["thinking"] = thinking;
        var passes = usage.Each("iterations").ToList();
        foreach (var name in names)
            if (passes.Any(p => p.Num(name) is not null)) counts[name] = passes.Sum(p => p.Num(name) ?? 0);
    }

    private static void Usage(Dictionary<string, long> counts, AnswerFacts facts)
    {
        facts.Cached = counts.GetValueOrDefault("cache_read_input_tokens");
        facts.Written = counts.GetValueOrDefault("cache_creation_input_tokens");
        facts.Prompt = counts.GetValueOrDefault("input_tokens") + facts.Cached + facts.Written;
        facts.Output = counts.GetValueOrDefault("output_tokens");
        facts.Reasoning = counts.GetValueOrDefault("thinking");
    }
}
