using System.Text.Json;

namespace Farthing.Wire.Anthropic;

internal sealed class MessageWriter(CacheHints hints, TargetModel target, Utf8JsonWriter to, LossGate gate)
{
    private readonly BlockWriter _blocks = new(hints, to, gate);

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
        for (var i = 0; i < turns.Count; i++) Message(i == turns.Count - 1 ? Prefill(turns[i]) : turns[i], $"messages[{i}]", first: i == 0);
        to.WriteEndArray();
    }

    /// <summary>Anthropic refuses a beginning of its answer that ends in white space.</summary>
    private Turn Prefill(Turn last)
    {
        if (last.Role != Role.Assistant) return last;
        if (!target.Prefill) gate.Lose("prefill_unknown_to_model", "messages");
        return last.Blocks.Count > 0 && last.Blocks[^1] is TextBlock text
            ? last with { Blocks = [.. last.Blocks.SkipLast(1), text with { Text = text.Text.TrimEnd() }] }
            : last;
    }

    private void Message(Turn turn, string path, bool first)
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
            Role.System when target.MidSystem && !first => "system",
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
