using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Writes an answer as a response, whole or as events.</summary>
internal sealed record ResponsesReply(string Id, long Created, ResponsesRequest Request, Answer Answer, int Cached, int Written)
{
    private const int TokensPerEvent = 1;

    /// <summary>What ends a stream under status 200 in distress.</summary>
    public static byte[] ErrorEvent { get; } =
        [.. "event: error\ndata: {\"type\":\"error\",\"sequence_number\":99,\"code\":\"server_error\",\"message\":\"The server is overloaded (simulated)\",\"param\":null}\n\n"u8];

    private SimulatedModel Model => Request.Ask.Model;

    private string Status => Answer.Stop == StopCause.MaxTokens ? "incomplete" : "completed";

    public byte[] Whole() => JsonText.Of(json => Response(json, Status, Items()));

    public async Task StreamAsync(EventStream to, Pace pace, CancellationToken cancellation)
    {
        var (sequence, sent) = (0, 0);
        await SendAsync("response.created", json => Whole(json, "in_progress", []));
        await SendAsync("response.in_progress", json => Whole(json, "in_progress", []));
        var items = Items();
        foreach (var (index, item) in items.Index())
        {
            await SendAsync("response.output_item.added", json => item.Whole(json, index, begun: true));
            if (item.PartStart is { } start) await SendAsync(start, json => item.Part(json, index, whole: false));
            foreach (var piece in Tokens.Pieces(item.Text, TokensPerEvent))
            {
                await pace.UntilAsync(sent += Tokens.Of(piece), cancellation);
                await SendAsync(item.DeltaType, json => item.Field(json, index, "delta", piece));
            }

            if (item.Text.Length > 0 || item.PartStart is not null) await SendAsync(item.DoneType, json => item.Field(json, index, item.DoneField, item.Text));
            if (item.PartEnd is { } end) await SendAsync(end, json => item.Part(json, index, whole: true));
            await SendAsync("response.output_item.done", json => item.Whole(json, index, begun: false));
        }

        await SendAsync($"response.{Status}", json => Whole(json, Status, items), last: true);

        Task SendAsync(string type, Action<Utf8JsonWriter> fields, bool last = false) => to.SendAsync(type, json =>
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteNumber("sequence_number", sequence++);
            fields(json);
            json.WriteEndObject();
        }, last);
    }

    private List<ResponsesItem> Items()
    {
        List<ResponsesItem> items = [];
        if (Answer.Thinking is { } thinking) items.Add(ResponsesItem.Reasoning(Id, thinking, Request.Encrypted));
        if (Answer.Text is { Length: > 0 } text) items.Add(ResponsesItem.Message(Id, text));
        items.AddRange(Answer.Calls.Select(ResponsesItem.Call));
        return items;
    }

    private void Whole(Utf8JsonWriter json, string status, List<ResponsesItem> items)
    {
        json.WritePropertyName("response");
        Response(json, status, items);
    }

    private void Response(Utf8JsonWriter json, string status, List<ResponsesItem> items)
    {
        json.WriteStartObject();
        json.WriteString("id", $"resp_{Id}");
        json.WriteString("object", "response");
        json.WriteNumber("created_at", Created);
        json.WriteString("status", status);
        json.WriteBoolean("background", false);
        json.WriteNull("error");
        json.WritePropertyName("incomplete_details");
        if (status == "incomplete") json.WriteRawValue("""{"reason":"max_output_tokens"}""");
        else json.WriteNullValue();
        json.WriteNull("instructions");
        json.WriteString("model", Model.Snapshot);
        json.WriteStartArray("output");
        foreach (var item in items) item.Object(json, begun: false);
        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls", true);
        json.WriteNull("previous_response_id");
        json.WriteBoolean("store", false);
        json.WriteString("tool_choice", "auto");
        json.WriteStartArray("tools");
        json.WriteEndArray();
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        json.WritePropertyName("usage");
        if (status == "in_progress") json.WriteNullValue();
        else Usage(json);
        json.WriteEndObject();
    }

    private void Usage(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("input_tokens", Request.Ask.PromptTokens);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", Cached);
        if (Model.Reasons) json.WriteNumber("cache_write_tokens", Written);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", Answer.OutputTokens);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", Answer.ThinkingTokens);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", Request.Ask.PromptTokens + Answer.OutputTokens);
        json.WriteEndObject();
    }
}
