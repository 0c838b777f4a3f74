using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>The grammar that a written stream must keep (wire.md §2, Writer invariants).</summary>
internal static class StreamGrammar
{
    /// <returns>Null where the stream is whole and well-formed.</returns>
    public static string? Fault(Dialect dialect, string stream) =>
        dialect == Dialects.Anthropic ? EventLines(stream) ?? Anthropic(StreamText.Documents(dialect, stream))
        : dialect == Dialects.OpenAIResponses ? EventLines(stream) ?? Responses(StreamText.Documents(dialect, stream))
        : dialect.Framing == Framing.Lines ? Lines(StreamText.Documents(dialect, stream))
        : Chunks(StreamText.Documents(dialect, stream), stream);

    private static string? EventLines(string stream) => stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Where(e => !e.StartsWith(':'))
        .Select(e => (Line: e.Split('\n')[0], Data: JsonDocument.Parse(e.Split("data: ", 2)[1]).RootElement))
        .Where(e => e.Line != $"event: {e.Data.Str("type")}")
        .Select(e => $"{e.Line} above {e.Data.Str("type")}").FirstOrDefault();

    private static string? Anthropic(List<JsonElement> events)
    {
        var (open, next) = ((JsonElement?)null, 0);
        if (events[0].Str("type") != "message_start" || events[^1].Str("type") != "message_stop" || events[^2].Str("type") != "message_delta") return "does not begin and end as it must";
        foreach (var e in events.Skip(1).SkipLast(2).Where(e => e.Str("type") != "ping"))
        {
            switch (e.Str("type"))
            {
                case "content_block_start":
                    if (open is not null || e.Num("index") != next) return $"block {e.Num("index")} starts while {next} is due or another is open";
                    open = e.At("content_block");
                    break;
                case "content_block_delta":
                    var kind = open?.Str("type");
                    var fits = e.Str("delta", "type") switch { "text_delta" => kind == "text", "input_json_delta" => kind == "tool_use", _ => kind == "thinking" };
                    if (e.Num("index") != next || !fits) return $"{e.Str("delta", "type")} of block {e.Num("index")} within {kind}";
                    break;
                case "content_block_stop":
                    if (open is null || e.Num("index") != next++) return $"block {e.Num("index")} stops, and is not open";
                    open = null;
                    break;
                case var other: return $"{other} within the message";
            }
        }
        return open is null ? null : "a block was left open";
    }

    private static string? Responses(List<JsonElement> events)
    {
        if (events.Index().FirstOrDefault(e => e.Item.Num("sequence_number") != e.Index) is { Item.ValueKind: JsonValueKind.Object } wrong) return $"sequence_number at {wrong.Index}";
        if (events[0].Str("type") != "response.created" || events[1].Str("type") != "response.in_progress") return "does not begin as it must";
        var added = events.Where(e => e.Str("type") == "response.output_item.added").ToList();
        var done = events.Where(e => e.Str("type") == "response.output_item.done").OrderBy(e => e.Num("output_index")).ToList();
        if (!added.Select(e => e.Num("output_index")).SequenceEqual(Enumerable.Range(0, added.Count).Select(i => (long?)i))) return "items are not numbered from 0";
        if (!added.Select(e => e.Str("item", "id")).SequenceEqual(done.Select(e => e.Str("item", "id")))) return "an item that began did not end, or under another id";
        foreach (var item in done)
        {
            var mine = events.Where(e => e.Str("item_id") == item.Str("item", "id")).ToList();
            if (mine.Any(e => e.Num("output_index") != item.Num("output_index"))) return $"an event of item {item.Str("item", "id")} has another output_index";
            var deltas = string.Concat(mine.Where(e => e.Str("type")!.EndsWith(".delta", StringComparison.Ordinal)).Select(e => e.Str("delta")));
            var whole = item.Str("item", "arguments") ?? item.Str("item", "input")
                ?? string.Concat(item.Each("item", "content").Concat(item.Each("item", "summary")).Select(p => p.Str("text") ?? p.Str("refusal")));
            if (deltas != whole && !(whole == "{}" && deltas.Length == 0)) return $"item {item.Str("item", "id")}: the deltas are {deltas}, the end says {whole}";
        }
        var last = events[^1];
        if (last.Str("type") is not ("response.completed" or "response.incomplete")) return $"ends with {last.Str("type")}";
        return last.Each("response", "output").Select(i => i.GetRawText()).SequenceEqual(done.Select(d => d.At("item").GetRawText())) ? null : "the response does not hold the items that were streamed";
    }

    private static string? Chunks(List<JsonElement> chunks, string stream)
    {
        if (!stream.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal) || stream.Split("data: [DONE]").Length != 2) return "[DONE] is not the end";
        if (chunks.Select(c => c.Str("id")).Distinct().Count() != 1) return "the id changes";
        var choices = chunks.SelectMany(c => c.Each("choices")).ToList();
        if (choices.Count(c => c.Str("finish_reason") is not null) != 1 || choices[^1].Str("finish_reason") is null) return "finish_reason is not said once, at the end";
        if (chunks[^1].Each("choices").Any() || !chunks[^1].At("usage").Exists()) return "usage does not come last";
        var calls = choices.SelectMany(c => c.Each("delta", "tool_calls")).ToList();
        var starts = calls.Where(c => c.Str("id") is not null).ToList();
        if (!starts.Select(c => c.Num("index")).SequenceEqual(Enumerable.Range(0, starts.Count).Select(i => (long?)i))) return "calls are not numbered from 0";
        if (starts.Any(c => c.Str("function", "name") is not { Length: > 0 })) return "a call began without its name";
        return calls.All(c => c.Num("index") < starts.Count) ? null : "arguments of a call that never began";
    }

    private static string? Lines(List<JsonElement> lines) =>
        lines.SkipLast(1).Any(l => l.At("done").ValueKind != JsonValueKind.False) || lines[^1].At("done").ValueKind != JsonValueKind.True ? "done is not said once, at the end" : null;
}
