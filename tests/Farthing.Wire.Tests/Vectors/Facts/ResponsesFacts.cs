using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farthing.Wire.Tests.Vectors;

internal static class ResponsesFacts
{
    public static AnswerFacts Whole(JsonElement response)
    {
        var facts = new AnswerFacts();
        foreach (var item in response.Each("output"))
        {
            foreach (var part in Parts(item))
            {
                facts.Say(part.Str("type") == "refusal" ? part.Str("refusal") : part.Str("text"));
                facts.HasRefusalText |= part.Str("type") == "refusal";
            }
            if (item.Str("type") == "reasoning") facts.Think(Reasoning(item));
            Call(item, facts);
        }
        End(response, facts);
        return facts;
    }

    /// <summary>Text and thinking are the sum of the deltas; calls are their items' ends. A stream without any deltas is its last event.</summary>
    public static AnswerFacts Streamed(List<JsonElement> events)
    {
        var last = events.LastOrDefault(e => e.Str("type") is "response.completed" or "response.incomplete");
        if (!events.Any(e => e.Str("type")?.EndsWith(".delta", StringComparison.Ordinal) is true || e.Str("type") == "response.output_item.done")) return Whole(last.At("response"));
        var facts = new AnswerFacts();
        var summaries = new Dictionary<long, StringBuilder>();
        var streamed = new HashSet<long>();
        foreach (var e in events)
        {
            var item = e.Num("output_index") ?? 0;
            switch (e.Str("type"))
            {
                case "response.output_text.delta" or "response.refusal.delta":
                    streamed.Add(item);
                    facts.Say(e.Str("delta"));
                    facts.HasRefusalText |= e.Str("type") == "response.refusal.delta";
                    break;
                case "response.reasoning_summary_part.added" when summaries.TryGetValue(item, out var known) && known.Length > 0:
                    known.Append("\n\n");
                    facts.Think("\n\n");
                    break;
                case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta":
                    if (!summaries.TryGetValue(item, out var thought)) summaries[item] = thought = new StringBuilder();
                    thought.Append(e.Str("delta"));
                    facts.Think(e.Str("delta"));
                    break;
                case "response.output_item.done":
                    if (!streamed.Contains(item)) foreach (var part in Parts(e.At("item"))) facts.Say(part.Str("text") ?? part.Str("refusal"));
                    if (!summaries.ContainsKey(item) && e.Str("item", "type") == "reasoning") facts.Think(Reasoning(e.At("item")));
                    Call(e.At("item"), facts);
                    break;
            }
        }
        End(last.At("response"), facts);
        return facts;
    }

    private static IEnumerable<JsonElement> Parts(JsonElement item) =>
        item.Str("type") == "message" ? item.Each("content").Where(p => p.Str("type") is "output_text" or "text" or "refusal") : [];

    private static string Reasoning(JsonElement item) =>
        string.Join("\n\n", item.Each("content").Any() ? item.Each("content").Select(p => p.Str("text")) : item.Each("summary").Select(p => p.Str("text")));

    private static void Call(JsonElement item, AnswerFacts facts)
    {
        var space = item.Str("namespace");
        var name = space is { Length: > 0 } && space != item.Str("name") ? $"{space}__{item.Str("name")}" : item.Str("name");
        if (item.Str("type") == "function_call") facts.Call(name!, item.Str("arguments") ?? "");
        if (item.Str("type") == "custom_tool_call") facts.Call(name!, new JsonObject { ["input"] = item.Str("input") ?? "" }.ToJsonString());
    }

    private static void End(JsonElement response, AnswerFacts facts)
    {
        facts.Stop = (response.Str("status"), response.Str("incomplete_details", "reason")) switch
        {
            ("incomplete", "content_filter") => "refusal",
            ("incomplete", _) => "length",
            ("completed", _) => facts.Calls.Count > 0 ? "tool" : facts.HasRefusalText ? "refusal" : "end",
            _ => null,
        };
        var usage = response.At("usage");
        facts.Prompt = usage.Num("input_tokens") ?? 0;
        facts.Cached = usage.Num("input_tokens_details", "cached_tokens") ?? 0;
        facts.Written = usage.Num("input_tokens_details", "cache_write_tokens") ?? 0;
        facts.Output = usage.Num("output_tokens") ?? 0;
        facts.Reasoning = usage.Num("output_tokens_details", "reasoning_tokens") ?? 0;
    }
}
