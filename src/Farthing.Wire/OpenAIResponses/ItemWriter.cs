using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>Writes one output item for a caller, whole or as it stands when it begins.</summary>
internal static class ItemWriter
{
    public static bool IsWritten(Block block) => block switch
    {
        TextBlock or RefusalBlock or ToolCallBlock or ThinkingBlock or RedactedThinkingBlock => true,
        _ => false,
    };

    /// <summary>The item's id: stable, and distinct within the answer.</summary>
    public static string Id(Block block, ReplyFrame frame, int index) => (block switch
    {
        ToolCallBlock call => frame.Tool(call.Name).IsCustom ? "ctc_" : "fc_",
        ThinkingBlock or RedactedThinkingBlock => "rs_",
        _ => "msg_",
    }) + $"{frame.Id}_{index}";

    /// <param name="whole">False for the item as it begins: without content, in progress.</param>
    public static void Write(Block block, ReplyFrame frame, int index, bool whole, Utf8JsonWriter to)
    {
        var (id, status) = (Id(block, frame, index), whole ? "completed" : "in_progress");
        switch (block)
        {
            case ToolCallBlock call: Call(call, frame.Tool(call.Name), id, status, whole, to); break;
            case ThinkingBlock t: ReasoningItem.Write(whole ? t : t with { Text = "" }, id, whole, to); break;
            case RedactedThinkingBlock: ReasoningItem.Write(block, id, whole, to); break;
            default: Message(block, id, status, whole, to); break;
        }
    }

    public static void Part(Block block, bool whole, Utf8JsonWriter to)
    {
        to.WriteStartObject();
        if (block is RefusalBlock refusal)
        {
            to.WriteString("type", "refusal");
            to.WriteString("refusal", whole ? refusal.Text : "");
        }
        else
        {
            to.WriteString("type", "output_text");
            to.WriteString("text", whole ? ((TextBlock)block).Text : "");
            to.WriteStartArray("annotations");
            to.WriteEndArray();
            to.WriteStartArray("logprobs");
            to.WriteEndArray();
        }
        to.WriteEndObject();
    }

    private static void Message(Block block, string id, string status, bool whole, Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteString("id", id);
        to.WriteString("type", "message");
        to.WriteString("status", status);
        to.WriteString("role", "assistant");
        to.WriteStartArray("content");
        if (whole) Part(block, whole, to);
        to.WriteEndArray();
        to.WriteEndObject();
    }

    private static void Call(ToolCallBlock call, CallerTool tool, string id, string status, bool whole, Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteString("id", id);
        to.WriteString("type", tool.IsCustom ? "custom_tool_call" : "function_call");
        to.WriteString("status", status);
        to.WriteString("call_id", ToolIds.Fit(call.Id, OpenAIResponsesDialect.ToolIdLength));
        to.WriteString("name", tool.Name);
        to.Maybe("namespace", tool.Namespace);
        if (tool.IsCustom) to.WriteString("input", whole ? CustomTools.Unwrap(call.Arguments) : "");
        else to.WriteString("arguments", !whole ? "" : call.Arguments.Length > 0 ? call.Arguments : "{}");
        to.WriteEndObject();
    }
}
