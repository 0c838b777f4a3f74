using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

/// <summary>Writes turns as messages: tool results one message each, whatever they cannot hold in a user message after the last of them.</summary>
internal sealed class MessageWriter(TargetModel target, Utf8JsonWriter to, LossGate gate)
{
    private readonly PartWriter _parts = new(to, gate);

    public void Write(IReadOnlyList<Turn> turns)
    {
        to.WriteStartArray("messages");
        for (var i = 0; i < turns.Count; i++)
        {
            var path = $"messages[{i}]";
            gate.Lose(turns[i].Extras, path);
            switch (turns[i].Role)
            {
                case Role.System: Message("system", turns[i].Blocks, path); break;
                case Role.User: User(turns[i].Blocks, path); break;
                default:
                    if (i == turns.Count - 1) gate.Lose("prefill", path);
                    Assistant(turns[i].Blocks, path);
                    break;
            }
        }
        to.WriteEndArray();
    }

    private void User(IReadOnlyList<Block> blocks, string path)
    {
        var moved = new List<Block>();
        foreach (var result in blocks.OfType<ToolResultBlock>()) Result(result, moved, path);
        Message("user", [.. moved, .. blocks.Where(b => b is not ToolResultBlock)], path);
    }

    private void Result(ToolResultBlock result, List<Block> moved, string path)
    {
        gate.Lose(result.Extras, path);
        var texts = new List<string>();
        foreach (var block in result.Content)
        {
            if (block is TextBlock text) texts.Add(text.Text);
            else if (block is DocumentBlock { Media: TextMedia document }) texts.Add(document.Text);
            else if (block is not UnknownBlock unknown || gate.Carries(unknown.Type, path, isBlock: true)) moved.Add(block);
        }
        if (result.IsError) texts = texts.Count == 0 ? ["Error"] : ["Error: " + texts[0], .. texts[1..]];
        if (texts.Count == 0 && moved.Count > 0) texts.Add("(The result follows in the next user message.)");
        to.WriteStartObject();
        to.WriteString("role", "tool");
        to.WriteString("tool_call_id", Id(result.CallId));
        if (texts.Count > 1) Texts(texts);
        else to.WriteString("content", texts.Count == 0 ? "" : texts[0]);
        to.WriteEndObject();
    }

    private void Message(string role, IReadOnlyList<Block> all, string path)
    {
        var blocks = all.Where((b, i) => _parts.Carries(b, $"{path}.content[{i}]")).ToList();
        if (blocks.Count == 0) return;
        to.WriteStartObject();
        to.WriteString("role", role);
        if (blocks is [TextBlock only])
        {
            gate.Lose(only.Extras, path);
            to.WriteString("content", only.Text);
        }
        else
        {
            to.WriteStartArray("content");
            for (var i = 0; i < blocks.Count; i++) _parts.Write(blocks[i], $"{path}.content[{i}]");
            to.WriteEndArray();
        }
        to.WriteEndObject();
    }

    private void Assistant(IReadOnlyList<Block> all, string path)
    {
        var blocks = all.Where((b, i) => _parts.Carries(b, $"{path}.content[{i}]", target.EchoReasoning)).ToList();
        if (blocks.Count == 0) return;
        foreach (var block in blocks) gate.Lose(block.Extras, path);
        to.WriteStartObject();
        to.WriteString("role", "assistant");
        var texts = blocks.Select(PartWriter.TextOf).OfType<string>().ToList();
        if (texts.Count > 1) Texts(texts);
        else to.WriteString("content", texts.FirstOrDefault());
        var thinking = string.Concat(blocks.OfType<ThinkingBlock>().Select(t => t.Text));
        if (thinking.Length > 0) to.WriteString("reasoning_content", thinking);
        if (blocks.OfType<RefusalBlock>().FirstOrDefault() is { } refusal) to.WriteString("refusal", refusal.Text);
        var calls = blocks.OfType<ToolCallBlock>().ToList();
        if (calls.Count > 0)
        {
            to.WriteStartArray("tool_calls");
            foreach (var call in calls) Call(call);
            to.WriteEndArray();
        }
        to.WriteEndObject();
    }

    private void Call(ToolCallBlock call)
    {
        to.WriteStartObject();
        to.WriteString("id", Id(call.Id));
        to.WriteString("type", "function");
        to.WriteStartObject("function");
        to.WriteString("name", ToolNames.Fit(call.Name, OpenAIChatDialect.ToolNameLength));
        to.WriteString("arguments", call.Arguments);
        to.WriteEndObject();
        to.WriteEndObject();
    }

    private string Id(string id) => target.NineCharacterIds ? ToolIds.Nine(id) : ToolIds.Fit(id, OpenAIChatDialect.ToolIdLength);

    private void Texts(List<string> texts)
    {
        to.WriteStartArray("content");
        foreach (var text in texts) PartWriter.Text(text, to);
        to.WriteEndArray();
    }
}
