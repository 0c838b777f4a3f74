using System.Text.Json;

namespace Farthing.Wire.Anthropic;

internal sealed class MessageWriter(TargetModel target, Utf8JsonWriter to, LossGate gate)
{
    private readonly BlockWriter _blocks = new(to, gate);

    public void System(IReadOnlyList<Turn> turns, string? instruction)
    {
        var blocks = turns.SelectMany(t => t.Blocks).Where(BlockWriter.HasContent).ToList();
        if (instruction is not null) blocks.Add(new TextBlock(instruction));
        if (blocks.Count == 0) return;
        to.WritePropertyName("system");
        Content(blocks, "system");
    }

    public void Messages(IReadOnlyList<Turn> turns)
    {
        to.WriteStartArray("messages");
        for (var i = 0; i < turns.Count; i++) Message(turns[i], $"messages[{i}]");
        to.WriteEndArray();
    }

    private void Message(Turn turn, string path)
    {
        gate.Lose(turn.Extras, path);
        // Anthropic refuses an empty message; one that loses everything is left out.
        var blocks = turn.Blocks.Where((b, i) => BlockWriter.HasContent(b) && _blocks.Carries(b, $"{path}.content[{i}]")).ToList();
        if (blocks.Count == 0) return;
        if (turn.Role == Role.System) gate.Carries("mid_system", path);
        to.WriteStartObject();
        to.WriteString("role", turn.Role switch
        {
            Role.Assistant => "assistant",
            Role.System when target.MidSystem => "system",
            _ => "user",
        });
        to.WritePropertyName("content");
        // Tool results come first in their message.
        Content([.. blocks.Where(b => b is ToolResultBlock), .. blocks.Where(b => b is not ToolResultBlock)], path + ".content");
        to.WriteEndObject();
    }

    private void Content(List<Block> blocks, string path)
    {
        if (blocks is [TextBlock { Extras: null } only])
        {
            to.WriteStringValue(only.Text);
            return;
        }
        to.WriteStartArray();
        for (var i = 0; i < blocks.Count; i++) _blocks.Write(blocks[i], $"{path}[{i}]");
        to.WriteEndArray();
    }
}
