using System.Text;
using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Chat Completions and legacy completions, in the many spellings of those who serve them.</summary>
internal static class ChatFacts
{
    public static AnswerFacts Whole(JsonElement reply)
    {
        var facts = new AnswerFacts();
        var choice = reply.Each("choices").FirstOrDefault();
        var message = choice.At("message");
        Said(message, facts);
        foreach (var call in message.Each("tool_calls")) facts.Call(call.Str("function", "name")!, Arguments(call.At("function")));
        if (message.At("function_call").Exists()) facts.Call(message.Str("function_call", "name")!, Arguments(message.At("function_call")));
        Finish(choice, facts);
        Usage(reply.At("usage"), facts);
        return facts;
    }

    public static AnswerFacts Streamed(List<JsonElement> events)
    {
        var facts = new AnswerFacts();
        var calls = new List<OpenCall>();
        JsonElement finish = default;
        foreach (var e in events)
        {
            foreach (var choice in First(e))
            {
                Said(choice.At("delta"), facts);
                foreach (var call in choice.Each("delta", "tool_calls")) Add(calls, call.Num("index"), call.Str("id"), call.At("function"));
                if (choice.At("delta", "function_call").Exists()) Add(calls, null, null, choice.At("delta", "function_call"));
                if (choice.Str("finish_reason") is not null && !finish.Exists()) finish = choice;
                if (facts.Sequence is null && Matched(choice) is { } matched) facts.Sequence = matched;
            }
            Usage(e.At("usage").Exists() ? e.At("usage") : e.At("x_groq", "usage"), facts);
        }
        foreach (var call in calls.Where(c => c.Name is not null)) facts.Call(call.Name!, call.Arguments.ToString());
        Finish(finish, facts);
        return facts;
    }

    public static AnswerFacts Completion(JsonElement reply)
    {
        var facts = new AnswerFacts();
        var choice = reply.Each("choices").FirstOrDefault();
        facts.Say(choice.Str("text"));
        Finish(choice, facts);
        Usage(reply.At("usage"), facts);
        return facts;
    }

    public static AnswerFacts StreamedCompletion(List<JsonElement> events)
    {
        var facts = new AnswerFacts();
        foreach (var e in events)
        {
            foreach (var choice in First(e))
            {
                facts.Say(choice.Str("text"));
                if (facts.Stop is null) Finish(choice, facts);
            }
            Usage(e.At("usage"), facts);
        }
        return facts;
    }

    private static IEnumerable<JsonElement> First(JsonElement e) => e.Each("choices").Where(c => (c.Num("index") ?? 0) == 0);

    private static void Said(JsonElement message, AnswerFacts facts)
    {
        var parts = message.Each("content").ToList();
        facts.Think(message.Str("reasoning_content") is { Length: > 0 } thinking ? thinking : message.Str("reasoning"));
        foreach (var part in parts.Where(p => p.Str("type") == "thinking"))
            facts.Think(part.Str("thinking") ?? string.Concat(part.Each("thinking").Select(t => t.Str("text"))));
        facts.Say(message.Str("content"));
        foreach (var part in parts.Where(p => p.Str("type") == "text")) facts.Say(part.Str("text"));
        facts.Say(message.Str("refusal"));
        facts.HasRefusalText |= message.Str("refusal") is { Length: > 0 };
    }

    private static string Arguments(JsonElement function) =>
        function.At("arguments") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : function.At("arguments").Exists() ? function.At("arguments").GetRawText() : "";

    private static void Add(List<OpenCall> calls, long? index, string? id, JsonElement function)
    {
        var call = index is not null ? calls.LastOrDefault(c => c.Index == index) : calls.LastOrDefault();
        // A new id is a new call, whatever its number: some servers number all of them 0.
        if (call is null || (id is { Length: > 0 } && call.Id is not null && call.Id != id)) calls.Add(call = new OpenCall { Index = index });
        call.Id ??= id is { Length: > 0 } ? id : null;
        call.Name ??= function.Str("name") is { Length: > 0 } name ? name : null;
        call.Arguments.Append(Arguments(function));
    }

    private static void Finish(JsonElement choice, AnswerFacts facts)
    {
        facts.Sequence ??= Matched(choice);
        facts.Stop = choice.Str("finish_reason") switch
        {
            null => null,
            "length" => "length",
            "content_filter" => "refusal",
            _ when facts.HasRefusalText => "refusal",
            "tool_calls" or "function_call" => "tool",
            _ when facts.Calls.Count > 0 => "tool",
            "stop" when facts.Sequence is not null => "sequence",
            _ => "end",
        };
    }

    private static string? Matched(JsonElement choice) => choice.Str("stop_reason") ?? choice.Str("matched_stop");

    private static void Usage(JsonElement usage, AnswerFacts facts)
    {
        if (usage.ValueKind != JsonValueKind.Object) return;
        facts.Prompt = usage.Num("prompt_tokens") ?? facts.Prompt;
        facts.Cached = usage.Num("prompt_tokens_details", "cached_tokens") ?? usage.Num("prompt_cache_hit_tokens") ?? usage.Num("cached_tokens") ?? facts.Cached;
        facts.Written = usage.Num("prompt_tokens_details", "cache_write_tokens") ?? facts.Written;
        // OpenRouter counts tokens of Gemini's as read and as written, more than there are; they are one.
        facts.Written = Math.Min(facts.Written, Math.Max(0, facts.Prompt - facts.Cached));
        facts.Reasoning = usage.Num("completion_tokens_details", "reasoning_tokens") ?? facts.Reasoning;
        facts.Output = usage.Num("completion_tokens") ?? facts.Output;
        // xAI counts reasoning beside the completion, as its total tells.
        if (usage.Num("total_tokens") is { } total && facts.Reasoning > 0 && total == facts.Prompt + facts.Output + facts.Reasoning) facts.Output += facts.Reasoning;
    }

    private sealed class OpenCall
    {
        public long? Index { get; init; }

        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
