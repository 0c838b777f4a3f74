using System.Buffers;
using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>The events of a Responses stream, numbered from 0; the <c>event:</c> line equals the type.</summary>
internal sealed class StreamEvents(ReplyFrame frame, IBufferWriter<byte> to)
{
    private readonly SseJson _event = new(to);
    private int _sequence;

    public void Response(
        ReadOnlySpan<byte> type, string id, string status, string? incomplete, WireError? error, IReadOnlyList<Block> output, Usage? usage)
    {
        var json = Begin(type);
        json.WritePropertyName("response"u8);
        ResponseWriter.Write(json, id, frame, status, incomplete, error, output, usage);
        _event.Finish(type);
    }

    public void Error(WireError error)
    {
        var json = Begin("error"u8);
        json.WriteString("code", OpenAIChat.Errors.Code(error));
        json.WriteString("message", error.Message);
        json.WriteString("param", error.Field);
        _event.Finish("error"u8);
    }

    public void Item(ReadOnlySpan<byte> type, OutputItem item, bool whole)
    {
        var json = Begin(type);
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        ItemWriter.Write(whole ? item.Whole : item.Block, frame, item.Index, whole, json);
        _event.Finish(type);
    }

    public void PartStart(OutputItem item)
    {
        if (item.Block is ToolCallBlock or RedactedThinkingBlock) return;
        var type = item.Block is ThinkingBlock ? "response.reasoning_summary_part.added"u8 : "response.content_part.added"u8;
        Part(type, item, whole: false);
    }

    public void Delta(OutputItem item, string text)
    {
        var type = item.Block switch
        {
            ToolCallBlock when item.IsCustom => "response.custom_tool_call_input.delta"u8,
            ToolCallBlock => "response.function_call_arguments.delta"u8,
            ThinkingBlock => "response.reasoning_summary_text.delta"u8,
            RefusalBlock => "response.refusal.delta"u8,
            _ => "response.output_text.delta"u8,
        };
        var json = BeginItem(type, item);
        json.WriteString("delta"u8, text);
        if (item.Block is TextBlock) NoLogProbs(json);
        _event.Finish(type);
    }

    /// <summary>The whole of the item's text once more, and the end of its part.</summary>
    public void PartEnd(OutputItem item)
    {
        switch (item.Whole)
        {
            case ToolCallBlock when item.IsCustom: Done("response.custom_tool_call_input.done"u8, item, "input", item.Input); break;
            case ToolCallBlock call: Done("response.function_call_arguments.done"u8, item, "arguments", call.Arguments); break;
            case ThinkingBlock { Text: "" }: break;
            case ThinkingBlock thinking:
                Done("response.reasoning_summary_text.done"u8, item, "text", thinking.Text);
                Part("response.reasoning_summary_part.done"u8, item, whole: true);
                break;
            case RefusalBlock refusal:
                Done("response.refusal.done"u8, item, "refusal", refusal.Text);
                Part("response.content_part.done"u8, item, whole: true);
                break;
            case TextBlock text:
                Done("response.output_text.done"u8, item, "text", text.Text);
                Part("response.content_part.done"u8, item, whole: true);
                break;
        }
    }

    private void Part(ReadOnlySpan<byte> type, OutputItem item, bool whole)
    {
        var json = BeginItem(type, item);
        json.WritePropertyName("part"u8);
        if (item.Whole is ThinkingBlock thinking)
        {
            json.WriteStartObject();
            json.WriteString("type", "summary_text");
            json.WriteString("text", whole ? thinking.Text : "");
            json.WriteEndObject();
        }
        else
        {
            ItemWriter.Part(item.Whole, whole, json);
        }
        _event.Finish(type);
    }

    private void Done(ReadOnlySpan<byte> type, OutputItem item, string field, string value)
    {
        var json = BeginItem(type, item);
        if (item.Block is ToolCallBlock call && !item.IsCustom) json.WriteString("name", frame.ToolName(call.Name));
        json.WriteString(field, value);
        if (item.Block is TextBlock) NoLogProbs(json);
        _event.Finish(type);
    }

    private Utf8JsonWriter BeginItem(ReadOnlySpan<byte> type, OutputItem item)
    {
        var json = Begin(type);
        json.WriteString("item_id"u8, item.Id);
        json.WriteNumber("output_index"u8, item.Index);
        if (item.Block is ThinkingBlock) json.WriteNumber("summary_index"u8, 0);
        else if (item.Block is TextBlock or RefusalBlock) json.WriteNumber("content_index"u8, 0);
        return json;
    }

    private Utf8JsonWriter Begin(ReadOnlySpan<byte> type)
    {
        var json = _event.Begin();
        json.WriteString("type"u8, type);
        json.WriteNumber("sequence_number"u8, _sequence++);
        return json;
    }

    private static void NoLogProbs(Utf8JsonWriter json)
    {
        json.WriteStartArray("logprobs"u8);
        json.WriteEndArray();
    }
}
