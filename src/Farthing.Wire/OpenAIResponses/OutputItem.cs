using System.Text;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>An item that is being written: what it began with and what came since.</summary>
internal sealed class OutputItem(Block block, int index, ReplyFrame frame)
{
    public int Index => index;

    public string Id { get; } = ItemWriter.Id(block, frame, index);

    public Block Block => block;

    public StringBuilder Text { get; } = new();

    public StringBuilder Signature { get; } = new();

    public string? SignedBy { get; set; }

    public bool IsDone { get; set; }

    /// <summary>What the block held when it began.</summary>
    public string Already => block switch
    {
        TextBlock t => t.Text,
        RefusalBlock r => r.Text,
        ThinkingBlock t => t.Text,
        ToolCallBlock c => c.Arguments,
        _ => "",
    };

    /// <summary>Whether the call takes free text, which is known only when its JSON is whole.</summary>
    public bool IsCustom => block is ToolCallBlock call && frame.Tool(call.Name).IsCustom;

    public string Input => CustomTools.Unwrap(Text.ToString());

    public bool IsEmptyProse => Text.Length == 0 && block is TextBlock or RefusalBlock;

    /// <summary>The block with all that came.</summary>
    public Block Whole => block switch
    {
        TextBlock t => t with { Text = Text.ToString() },
        RefusalBlock r => r with { Text = Text.ToString() },
        ThinkingBlock t => t with { Text = Text.ToString(), Signature = Signature.Length > 0 ? Signature.ToString() : t.Signature, SignedBy = SignedBy ?? t.SignedBy },
        ToolCallBlock c => c with { Arguments = Text.Length > 0 ? Text.ToString() : "{}" },
        _ => block,
    };
}
