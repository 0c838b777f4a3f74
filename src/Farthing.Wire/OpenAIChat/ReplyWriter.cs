using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

internal static class ReplyWriter
{
    public static void Write(Reply reply, ReplyFrame frame, Utf8JsonWriter to, LossGate gate)
    {
        to.WriteStartObject();
        to.WriteString("id", reply.Id is { Length: > 0 } id ? id : frame.Id);
        to.WriteString("object", "chat.completion");
        to.WriteNumber("created", frame.Created);
        to.WriteString("model", frame.Model);
        to.WriteStartArray("choices");
        to.WriteStartObject();
        to.WriteNumber("index", 0);
        Message(reply, frame, to, gate);
        to.WriteNull("logprobs");
        to.WriteString("finish_reason", FinishReasons.Write(reply.Stop));
        to.WriteEndObject();
        to.WriteEndArray();
        UsageReader.Write(to, reply.Usage);
        to.WriteEndObject();
    }

    private static void Message(Reply reply, ReplyFrame frame, Utf8JsonWriter to, LossGate gate)
    {
        var texts = new List<string>();
        foreach (var block in reply.Blocks) Note(block, texts, gate);
        to.WriteStartObject("message");
        to.WriteString("role", "assistant");
        to.WriteString("content", texts.Count > 0 ? string.Concat(texts) : null);
        to.WriteString("refusal", reply.Blocks.OfType<RefusalBlock>().FirstOrDefault()?.Text);
        var thinking = string.Concat(reply.Blocks.OfType<ThinkingBlock>().Select(t => t.Text));
        if (thinking.Length > 0) to.WriteString("reasoning_content", thinking);
        if (reply.Blocks.Where(ReasoningDetails.IsSealed).ToList() is { Count: > 0 } details)
        {
            to.WriteStartArray(ReasoningDetails.Field);
            foreach (var (i, block) in details.Index()) ReasoningDetails.Write(block, i, to);
            to.WriteEndArray();
        }
        var calls = reply.Blocks.OfType<ToolCallBlock>().ToList();
        if (calls.Count > 0)
        {
            to.WriteStartArray("tool_calls");
            foreach (var call in calls) Call(call, frame, to);
            to.WriteEndArray();
        }
        to.WriteEndObject();
    }

    private static void Note(Block block, List<string> texts, LossGate gate)
    {
        switch (block)
        {
            case TextBlock { Text.Length: > 0 } text: texts.Add(text.Text); break;
            case UnknownBlock unknown: gate.Carries(unknown.Type, "content", isBlock: true); break;
        }
        if (block is not UnknownBlock) gate.Lose(block.Extras, "content");
    }

    private static void Call(ToolCallBlock call, ReplyFrame frame, Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteString("id", ToolIds.Fit(call.Id, OpenAIChatDialect.ToolIdLength));
        to.WriteString("type", "function");
        to.WriteStartObject("function");
        to.WriteString("name", frame.ToolName(call.Name));
        to.WriteString("arguments", call.Arguments.Length > 0 ? call.Arguments : "{}");
        to.WriteEndObject();
        to.WriteEndObject();
    }
}
