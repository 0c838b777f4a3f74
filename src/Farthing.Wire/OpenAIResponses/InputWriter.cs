using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>Writes turns as items: what an assistant said, thought and called one item each, results and messages likewise.</summary>
internal sealed class InputWriter(Utf8JsonWriter to, LossGate gate)
{
    private readonly PartWriter _parts = new(to, gate);

    public void Write(IReadOnlyList<Turn> turns)
    {
        to.WriteStartArray("input");
        for (var i = 0; i < turns.Count; i++)
        {
            var path = $"messages[{i}]";
            gate.Lose(turns[i].Extras, path);
            var blocks = turns[i].Blocks.Where((b, at) => _parts.Carries(b, $"{path}.content[{at}]")).ToList();
            switch (turns[i].Role)
            {
                case Role.System: Message("developer", "input_text", blocks, path); break;
                case Role.User: User(blocks, path); break;
                default:
                    if (i == turns.Count - 1) gate.Lose("prefill", path);
                    Assistant(blocks, path);
                    break;
            }
        }
        to.WriteEndArray();
    }

    private void User(List<Block> blocks, string path)
    {
        foreach (var result in blocks.OfType<ToolResultBlock>()) Result(result, path);
        Message("user", "input_text", [.. blocks.Where(b => b is not ToolResultBlock)], path);
    }

    private void Assistant(List<Block> blocks, string path)
    {
        foreach (var block in blocks)
        {
            if (block is ToolCallBlock call) Call(call, path);
            else if (block is ThinkingBlock thinking) ReasoningItem.WriteOwn(thinking, to);
            else if (PartWriter.TextOf(block) is { } text) Said(text, block.Extras, path);
            else Message("assistant", "output_text", [block], path);
        }
    }

    /// <summary>Parts of what an assistant said belong to items with ids of OpenAI's own; without one the API wants plain text.</summary>
    private void Said(string text, Extras? extras, string path)
    {
        gate.Lose(extras, path);
        to.WriteStartObject();
        to.WriteString("type", "message");
        to.WriteString("role", "assistant");
        to.WriteString("content", text);
        to.WriteEndObject();
    }

    private void Message(string role, string text, List<Block> blocks, string path)
    {
        if (blocks.Count == 0) return;
        to.WriteStartObject();
        to.WriteString("type", "message");
        to.WriteString("role", role);
        Parts("content", text, blocks, path);
        to.WriteEndObject();
    }

    private void Call(ToolCallBlock call, string path)
    {
        gate.Lose(call.Extras, path);
        to.WriteStartObject();
        to.WriteString("type", "function_call");
        to.WriteString("call_id", ToolIds.Fit(call.Id, OpenAIResponsesDialect.ToolIdLength));
        to.WriteString("name", ToolNames.Fit(call.Name, OpenAIResponsesDialect.ToolNameLength));
        to.WriteString("arguments", call.Arguments);
        to.WriteEndObject();
    }

    private void Result(ToolResultBlock result, string path)
    {
        gate.Lose(result.Extras, path);
        var content = result.Content.Where((b, i) => _parts.Carries(b, $"{path}.content[{i}]")).ToList();
        if (result.IsError)
            content = content is [TextBlock first, .. var rest] ? [first with { Text = "Error: " + first.Text }, .. rest] : [new TextBlock("Error"), .. content];
        to.WriteStartObject();
        to.WriteString("type", "function_call_output");
        to.WriteString("call_id", ToolIds.Fit(result.CallId, OpenAIResponsesDialect.ToolIdLength));
        if (content is []) to.WriteString("output", "");
        else if (content is [TextBlock { Extras: null } only]) to.WriteString("output", only.Text);
        else Parts("output", "input_text", content, path);
        to.WriteEndObject();
    }

    private void Parts(string field, string text, List<Block> blocks, string path)
    {
        to.WriteStartArray(field);
        for (var i = 0; i < blocks.Count; i++) _parts.Write(blocks[i], text, $"{path}.content[{i}]");
        to.WriteEndArray();
    }
}
