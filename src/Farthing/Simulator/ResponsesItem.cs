using System.Text;
using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>One output item: what it holds, and the names of the events that fill it.</summary>
/// <param name="IndexField">Which index its parts have: <c>content_index</c>, <c>summary_index</c>, or none.</param>
internal sealed record ResponsesItem(
    string Id, string Text, string DeltaType, string DoneType, string DoneField, string? PartStart, string? PartEnd, string? IndexField,
    Action<Utf8JsonWriter, bool> Body, Action<Utf8JsonWriter, string>? PartBody)
{
    public static ResponsesItem Message(string id, string text) => new(
        $"msg_{id}", text, "response.output_text.delta", "response.output_text.done", "text", "response.content_part.added", "response.content_part.done", "content_index",
        (json, begun) =>
        {
            json.WriteString("type", "message");
            json.WriteString("status", begun ? "in_progress" : "completed");
            json.WriteString("role", "assistant");
            json.WriteStartArray("content");
            if (!begun) TextPart(json, text);
            json.WriteEndArray();
        }, TextPart);

    public static ResponsesItem Reasoning(string id, string thought, bool encrypted) => new(
        $"rs_{id}", thought, "response.reasoning_summary_text.delta", "response.reasoning_summary_text.done", "text",
        "response.reasoning_summary_part.added", "response.reasoning_summary_part.done", "summary_index",
        (json, begun) =>
        {
            json.WriteString("type", "reasoning");
            json.WriteStartArray("summary");
            if (!begun) Summary(json, thought);
            json.WriteEndArray();
            if (encrypted && !begun) json.WriteString("encrypted_content", Convert.ToBase64String(Encoding.UTF8.GetBytes($"simulated {Chance.Fingerprint(thought)}")));
        }, Summary);

    public static ResponsesItem Call(ToolCall call)
    {
        var (custom, name) = (call.Tool.IsCustom, call.Tool.IsCustom ? "custom_tool_call_input" : "function_call_arguments");
        var field = custom ? "input" : "arguments";
        return new($"{(custom ? "ctc" : "fc")}_{call.Id}", call.Arguments, $"response.{name}.delta", $"response.{name}.done", field, null, null, null,
            (json, begun) =>
            {
                json.WriteString("type", custom ? "custom_tool_call" : "function_call");
                json.WriteString("status", begun ? "in_progress" : "completed");
                json.WriteString(field, begun ? "" : call.Arguments);
                json.WriteString("call_id", $"call_{call.Id}");
                json.WriteString("name", call.Name);
                if (call.Tool.Namespace is { } space) json.WriteString("namespace", space);
            }, null);
    }

    /// <summary>The item itself, as it begins or whole.</summary>
    public void Object(Utf8JsonWriter json, bool begun)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        Body(json, begun);
        json.WriteEndObject();
    }

    public void Whole(Utf8JsonWriter json, int index, bool begun)
    {
        json.WriteNumber("output_index", index);
        json.WritePropertyName("item");
        Object(json, begun);
    }

    public void Part(Utf8JsonWriter json, int index, bool whole)
    {
        Place(json, index);
        json.WritePropertyName("part");
        PartBody!(json, whole ? Text : "");
    }

    public void Field(Utf8JsonWriter json, int index, string name, string value)
    {
        Place(json, index);
        json.WriteString(name, value);
        if (IndexField != "content_index") return;
        json.WriteStartArray("logprobs");
        json.WriteEndArray();
    }

    private void Place(Utf8JsonWriter json, int index)
    {
        json.WriteString("item_id", Id);
        json.WriteNumber("output_index", index);
        if (IndexField is not null) json.WriteNumber(IndexField, 0);
    }

    private static void TextPart(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "output_text");
        json.WriteStartArray("annotations");
        json.WriteEndArray();
        json.WriteStartArray("logprobs");
        json.WriteEndArray();
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void Summary(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "summary_text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
