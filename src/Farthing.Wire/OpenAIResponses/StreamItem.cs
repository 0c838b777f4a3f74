using System.Text;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>One output item while it streams: which of its blocks is open, and what of it was already handed on.</summary>
/// <param name="size">Counts what is kept of the whole stream.</param>
internal sealed class StreamItem(ReplySize size)
{
    private readonly List<Block> _given = []; // blocks handed on, by kind
    private readonly StringBuilder _custom = new();
    private Block? _open;
    private int _index;
    private long _part;
    private bool _isCustom;
    private bool _hasText;
    private bool _finished;

    public bool IsCall => _given.Any(b => b is ToolCallBlock);

    public void Call(ToolCallBlock call, bool isCustom, Action<ReplyEvent> to, Func<int> next)
    {
        _isCustom = isCustom;
        Open(call, to, next);
    }

    /// <summary>More text of the block that is open, or of a new one.</summary>
    /// <param name="part">The place of the text among the parts of a message, each of which is a block of its own.</param>
    public void Prose(Block kind, long part, string text, Action<ReplyEvent> to, Func<int> next)
    {
        if (_finished) return;
        if (_open?.GetType() != kind.GetType() || part != _part) Open(kind, to, next);
        _part = part;
        if (text.Length == 0) return;
        _hasText = true;
        to(new BlockDelta(_index, text));
    }

    /// <summary>A summary of several parts is one thought: its parts are paragraphs.</summary>
    public void NextSummary(Action<ReplyEvent> to, Func<int> next)
    {
        if (_open is ThinkingBlock && _hasText) Prose(_open, _part, "\n\n", to, next);
    }

    public void Arguments(string more, Action<ReplyEvent> to)
    {
        if (_open is not ToolCallBlock || _finished || more.Length == 0) return;
        if (_isCustom)
        {
            size.Add(more.Length);
            _custom.Append(more); // becomes one field of a JSON object, when it is whole
            return;
        }
        _hasText = true;
        to(new BlockDelta(_index, more));
    }

    /// <param name="whole">The item's blocks as its end gives them; what was not streamed is made up for.</param>
    public void Finish(IReadOnlyList<Block> whole, Action<ReplyEvent> to, Func<int> next)
    {
        if (_finished) return;
        foreach (var (i, block) in whole.Index())
        {
            if (i < _given.Count) Complete(block, isLast: i == _given.Count - 1, to);
            else if (block is not ThinkingBlock { Text: "", Signature: null }) Entire(block, to, next);
        }
        Close(to);
    }

    public void Close(Action<ReplyEvent> to)
    {
        if (_open is not null)
        {
            if (_isCustom && !_hasText) to(new BlockDelta(_index, CustomTools.Wrap(_custom.ToString())));
            to(new BlockStopped(_index));
        }
        _open = null;
        _finished = true;
    }

    private void Complete(Block block, bool isLast, Action<ReplyEvent> to)
    {
        if (!isLast || _open is null) return;
        if (!_hasText && TextOf(block) is { Length: > 0 } text)
        {
            _hasText = true;
            to(new BlockDelta(_index, text));
        }
        if (block is ThinkingBlock { Signature: { } signature, SignedBy: { } by }) to(new SignatureDelta(_index, signature, by));
    }

    private void Entire(Block block, Action<ReplyEvent> to, Func<int> next)
    {
        Open(block switch
        {
            TextBlock => new TextBlock(""),
            RefusalBlock => new RefusalBlock(""),
            ThinkingBlock => new ThinkingBlock(""),
            ToolCallBlock call => call with { Arguments = "" },
            UnknownBlock u => u with { Raw = u.Raw.Clone() },
            _ => block,
        }, to, next);
        Complete(block, isLast: true, to);
    }

    private void Open(Block kind, Action<ReplyEvent> to, Func<int> next)
    {
        if (_open is not null) to(new BlockStopped(_index));
        (_open, _index, _hasText) = (kind, next(), false);
        _given.Add(kind);
        to(new BlockStarted(_index, kind));
    }

    private static string? TextOf(Block block) => block switch
    {
        TextBlock t => t.Text,
        RefusalBlock r => r.Text,
        ThinkingBlock t => t.Text,
        ToolCallBlock c => c.Arguments,
        _ => null,
    };
}
