using System.Text;

namespace Farthing.Wire;

/// <summary>Gathers the events of one stream into the <see cref="Reply"/> that the same answer would be without streaming.</summary>
public sealed class ReplyFold
{
    private readonly List<(Block Block, StringBuilder Text)> _blocks = [];
    private Reply _reply = new();

    /// <summary>Whether <see cref="ReplyStopped"/> was seen.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The error sent within the stream, if any.</summary>
    public WireError? Error { get; private set; }

    /// <summary>The answer so far.</summary>
    public Reply Reply => _reply with { Blocks = [.. _blocks.Select(b => Closed(b.Block, b.Text.ToString()))] };

    public void Add(ReplyEvent e)
    {
        switch (e)
        {
            case ReplyStarted s: _reply = _reply with { Id = s.Id, Model = s.Model, Usage = s.Usage }; break;
            case BlockStarted b: _blocks.Add((b.Block, new StringBuilder())); break;
            case BlockDelta d: _blocks[d.Index].Text.Append(d.Text); break;
            case SignatureDelta s: Sign(s); break;
            case UsageReported u: _reply = _reply with { Usage = _reply.Usage.UpdatedBy(u.Usage) }; break;
            case ReplyFailed f: Error = f.Error; break;
            case ReplyStopped s:
                _reply = _reply with { Stop = s.Reason, StopSequence = s.StopSequence };
                IsComplete = true;
                break;
        }
    }

    private void Sign(SignatureDelta s)
    {
        if (_blocks[s.Index] is (ThinkingBlock t, var text))
            _blocks[s.Index] = (t with { Signature = t.Signature + s.Signature, SignedBy = s.SignedBy }, text);
    }

    private static Block Closed(Block block, string more) => block switch
    {
        TextBlock b => b with { Text = b.Text + more },
        RefusalBlock b => b with { Text = b.Text + more },
        ThinkingBlock b => b with { Text = b.Text + more },
        ToolCallBlock b => b with { Arguments = (b.Arguments + more) is { Length: > 0 } all ? all : "{}" },
        _ => block,
    };
}
