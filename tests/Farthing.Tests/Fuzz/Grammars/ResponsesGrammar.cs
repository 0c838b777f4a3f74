using System.Text.Json;

namespace Farthing.Tests.Fuzz.Grammars;

/// <summary>Numbered events; every item added, filled part by part and done; the end holds them all.</summary>
internal sealed class ResponsesGrammar : Grammar
{
    private readonly Dictionary<int, (string Id, string Type, bool Part)> _open = [];
    private int _items;
    private int _sequence;
    private bool _created;

    protected override void Event(string type, JsonElement e)
    {
        Must(Text(e, "type") == type, "the event line must equal the type", e);
        Must(e.GetProperty("sequence_number").GetInt32() == _sequence++, "events are numbered from 0", e);
        if (type is "error" or "response.failed")
        {
            Must(type == "error" ? !_created : _created, "error is for a response that never was, response.failed for one that began", e);
            Ends(StreamEnd.Failed);
            return;
        }

        Must((type == "response.created") != _created, "response.created comes first, and once", e);
        _created = true;
        switch (type)
        {
            case "response.created" or "response.in_progress": break;
            case "response.output_item.added": Added(e); break;
            case "response.output_item.done": Done(e); break;
            case "response.completed" or "response.incomplete":
                Must(_open.Count == 0, "every item is done before the end", e);
                Must(e.GetProperty("response").GetProperty("output").GetArrayLength() == _items, "the end holds every item", e);
                Ends(StreamEnd.Complete);
                break;
            default: Within(type, e); break;
        }
    }

    private void Added(JsonElement e)
    {
        var (index, item) = (e.GetProperty("output_index").GetInt32(), e.GetProperty("item"));
        Must(index == _items++, "items are numbered as they come", e);
        _open[index] = (Text(item, "id"), Text(item, "type"), false);
    }

    private void Done(JsonElement e)
    {
        var (index, item) = (e.GetProperty("output_index").GetInt32(), e.GetProperty("item"));
        Must(_open.Remove(index, out var open) && open.Id == Text(item, "id") && open.Type == Text(item, "type") && !open.Part, "an item is done once, after its parts", e);
    }

    private void Within(string type, JsonElement e)
    {
        var index = e.GetProperty("output_index").GetInt32();
        Must(_open.TryGetValue(index, out var open) && open.Id == Text(e, "item_id"), "belongs to no open item", e);
        var (kind, what) = (open.Type, type["response.".Length..]);
        Must((kind, what) switch
        {
            ("message", "output_text.delta" or "output_text.done" or "refusal.delta" or "refusal.done") => open.Part,
            ("message", "content_part.done") or ("reasoning", "reasoning_summary_part.done") => open.Part,
            ("message", "content_part.added") or ("reasoning", "reasoning_summary_part.added") => !open.Part,
            ("reasoning", "reasoning_summary_text.delta" or "reasoning_summary_text.done") => open.Part,
            ("function_call", "function_call_arguments.delta" or "function_call_arguments.done") => true,
            ("custom_tool_call", "custom_tool_call_input.delta" or "custom_tool_call_input.done") => true,
            _ => false,
        }, $"does not fit in an item of type {kind}", e);
        if (what.EndsWith("part.added", StringComparison.Ordinal) || what.EndsWith("part.done", StringComparison.Ordinal)) _open[index] = open with { Part = what.EndsWith("added", StringComparison.Ordinal) };
    }
}
