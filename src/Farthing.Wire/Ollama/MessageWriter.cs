using System.Text.Json;

namespace Farthing.Wire.Ollama;

/// <summary>Writes turns as messages: one text each, images beside it, tool results one message each under their tool's name.</summary>
internal sealed class MessageWriter(Utf8JsonWriter to, LossGate gate)
{
    private readonly Dictionary<string, string> _names = []; // call id → tool name

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
                default: Message("assistant", turns[i].Blocks, path); break;
            }
        }
        to.WriteEndArray();
    }

    private void User(IReadOnlyList<Block> blocks, string path)
    {
        var moved = new List<Block>(); // what a result cannot hold follows after the last of them
        foreach (var result in blocks.OfType<ToolResultBlock>())
        {
            gate.Lose(result.Extras, path);
            moved.AddRange(result.Content.Where(b => b is ImageBlock));
            to.WriteStartObject();
            to.WriteString("role", "tool");
            to.Maybe("tool_name", _names.GetValueOrDefault(result.CallId));
            to.WriteString("tool_call_id", result.CallId);
            to.WriteString("content", (result.IsError ? "Error: " : "") + Text([.. result.Content.Where(b => b is not ImageBlock)], path));
            to.WriteEndObject();
        }
        if (blocks.Where(b => b is not ToolResultBlock).ToList() is var rest && rest.Count + moved.Count > 0) Message("user", [.. moved, .. rest], path);
    }

    private void Message(string role, IReadOnlyList<Block> blocks, string path)
    {
        var images = blocks.OfType<ImageBlock>().Select(i => Images.Data(i, gate, path)).OfType<string>().ToList();
        var thinking = string.Concat(blocks.OfType<ThinkingBlock>().Where(t => gate.Carries(t.SignedBy is null ? "thinking_unsigned" : "thinking_foreign", path)).Select(t => t.Text));
        if (blocks.Any(b => b is RedactedThinkingBlock)) gate.Lose("thinking_foreign", path);
        to.WriteStartObject();
        to.WriteString("role", role);
        to.WriteString("content", Text(blocks, path));
        if (thinking.Length > 0) to.WriteString("thinking", thinking);
        if (images.Count > 0)
        {
            to.WriteStartArray("images");
            foreach (var image in images) to.WriteStringValue(image);
            to.WriteEndArray();
        }
        if (blocks.OfType<ToolCallBlock>().ToList() is { Count: > 0 } calls)
        {
            to.WriteStartArray("tool_calls");
            foreach (var call in calls) Call(call);
            to.WriteEndArray();
        }
        to.WriteEndObject();
    }

    private string Text(IReadOnlyList<Block> blocks, string path)
    {
        var texts = new List<string>();
        foreach (var block in blocks)
        {
            if (block is not ImageBlock) gate.Lose(block.Extras, path);
            switch (block)
            {
                case TextBlock { Text.Length: > 0 } text: texts.Add(text.Text); break;
                case RefusalBlock refusal: texts.Add(refusal.Text); break;
                case DocumentBlock { Media: TextMedia document } d: texts.Add(d.Title is null ? document.Text : $"{d.Title}\n\n{document.Text}"); break;
                case DocumentBlock: gate.Lose("document", path); break;
                case UnknownBlock { Type: "compaction" } summary: texts.Add(summary.Raw.Find("content", path) ?? ""); break;
                case UnknownBlock unknown: gate.Carries(unknown.Type, path, isBlock: true); break;
            }
        }
        return string.Join('\n', texts);
    }

    private void Call(ToolCallBlock call)
    {
        var name = ToolNames.Fit(call.Name, OllamaDialect.ToolNameLength);
        _names[call.Id] = name;
        to.WriteStartObject();
        to.WriteString("id", call.Id);
        to.WriteStartObject("function");
        to.WriteString("name", name);
        to.WritePropertyName("arguments");
        ToolArguments.Write(call.Arguments, to);
        to.WriteEndObject();
        to.WriteEndObject();
    }
}
