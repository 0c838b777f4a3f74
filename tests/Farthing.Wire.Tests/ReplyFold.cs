using System.Text;

namespace Farthing.Wire.Tests;

/// <summary>Gathers the events of one stream into the <see cref="Reply"/> that the same answer would be without streaming.</summary>
internal static class ReplyFold
{
    public static Reply Of(IEnumerable<ReplyEvent> events)
    {
        var blocks = new List<(Block Block, StringBuilder Text, StringBuilder Signature, string? SignedBy)>();
        var reply = new Reply();
        foreach (var e in events)
            switch (e)
            {
                case ReplyStarted s: reply = reply with { Id = s.Id, Model = s.Model, Usage = s.Usage }; break;
                case BlockStarted b: blocks.Add((b.Block, new StringBuilder(), new StringBuilder(), null)); break;
                case BlockDelta d: blocks[d.Index].Text.Append(d.Text); break;
                case SignatureDelta s: blocks[s.Index] = (blocks[s.Index].Block, blocks[s.Index].Text, blocks[s.Index].Signature.Append(s.Signature), s.SignedBy); break;
                case UsageReported u: reply = reply with { Usage = reply.Usage.UpdatedBy(u.Usage) }; break;
                case ReplyStopped s: reply = reply with { Stop = s.Reason, StopSequence = s.StopSequence }; break;
            }
        return reply with { Blocks = [.. blocks.Select(b => Closed(b.Block, b.Text.ToString(), b.Signature.ToString(), b.SignedBy))] };
    }

    private static Block Closed(Block block, string more, string signature, string? signedBy) => block switch
    {
        TextBlock b => b with { Text = b.Text + more },
        RefusalBlock b => b with { Text = b.Text + more },
        ThinkingBlock b when signedBy is not null => b with { Text = b.Text + more, Signature = b.Signature + signature, SignedBy = signedBy },
        ThinkingBlock b => b with { Text = b.Text + more },
        ToolCallBlock b => b with { Arguments = (b.Arguments + more) is { Length: > 0 } all ? all : "{}" },
        _ => block,
    };
}
