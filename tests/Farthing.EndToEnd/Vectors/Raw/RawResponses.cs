using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farthing.EndToEnd.Vectors.Raw;

/// <summary>A response, whole or as the last event of its stream repeats it; items that this leaves out are taken from their own events.</summary>
internal sealed class RawResponses : RawAnswer
{
    private readonly List<(string Name, string Arguments)> _calls = [];
    private readonly SortedDictionary<long, JsonElement> _items = [];

    protected override IEnumerable<(string Name, string Arguments)> Calls => _calls;

    protected override void Whole(JsonElement body)
    {
        if (body.In("error") is not null || body.Text("status") is "failed" or "cancelled")
        {
            Error = body.In("error") is null ? "" : ErrorText(body);
            return;
        }
        foreach (var item in _items.Count > 0 ? _items.Values : body.Each("output")) Item(item);
        if (body.In("usage") is { } usage)
            Tokens = new Tokens(usage.Count("input_tokens"), usage.In("input_tokens_details")?.Count("cached_tokens"),
                usage.In("input_tokens_details")?.Count("cache_write_tokens"), usage.Count("output_tokens"), usage.In("output_tokens_details")?.Count("reasoning_tokens"));
        Stop = body.Text("status") switch
        {
            "incomplete" => body.In("incomplete_details")?.Text("reason") == "content_filter" ? Stopped.Refusal : Stopped.Length,
            "completed" => _calls.Count > 0 ? Stopped.Tools : Refusal.Length > 0 ? Stopped.Refusal : Stopped.End,
            _ => null,
        };
    }

    protected override void Event(string data)
    {
        if (data == "[DONE]") return;
        var e = Json.Parse(data);
        switch (e.Text("type"))
        {
            case "response.output_item.done" when e.In("item") is { } item: _items.TryAdd(e.Count("output_index") ?? 0, item); break;
            case "response.completed" or "response.incomplete" or "response.failed" when e.In("response") is { } response: Whole(response); break;
            case "error": Error = ErrorText(e); break;
        }
    }

    private void Item(JsonElement item)
    {
        switch (item.Text("type"))
        {
            case "message":
                foreach (var part in item.Each("content"))
                {
                    Text.Append(part.Text("type") == "refusal" ? "" : part.Text("text"));
                    Refusal.Append(part.Text("refusal"));
                }
                break;
            case "function_call": _calls.Add((Name(item), Said.Arguments(item.Any("arguments")))); break;
            case "custom_tool_call": _calls.Add((Name(item), new JsonObject { ["input"] = item.Text("input") ?? "" }.ToJsonString())); break;
            case "reasoning":
                var texts = item.Each("content").Any() ? item.Each("content") : item.Each("summary");
                Thinking.AppendJoin("\n\n", texts.Select(t => t.Text("text")));
                if (item.Text("encrypted_content") is { Length: > 0 } seal) Seals.Add(seal);
                break;
        }
    }

    private static string Name(JsonElement item) =>
        item.Text("namespace") is { Length: > 0 } space && space != item.Text("name") ? $"{space}__{item.Text("name")}" : item.Text("name")!;
}
