using System.Runtime.InteropServices;

namespace Farthing.Wire;

/// <summary>
/// Bounds what is kept in memory of one answer: readers and writers of streams hold parts of it until they are whole,
/// and some repeat it at the end. No model says so much: what does is a provider gone wrong.
/// </summary>
public sealed class ReplySize
{
    /// <summary>Bytes of an answer that comes whole, characters of one that is streamed.</summary>
    public const int Most = 64 * 1024 * 1024;

    /// <summary>What a block takes that says nothing.</summary>
    private const int EmptyBlock = 256;

    private long _size;

    /// <exception cref="WireException">The answer has become larger than <see cref="Most"/>.</exception>
    public void Add(long more)
    {
        if ((_size += more) > Most)
            throw new WireException(new WireError(502, WireErrorKind.Internal, $"the provider's answer is larger than {Most / (1024 * 1024)} MB"));
    }

    /// <inheritdoc cref="Add(long)"/>
    public void Add(ReplyEvent e)
    {
        switch (e)
        {
            case BlockDelta d: Add(d.Text.Length); break;
            case SignatureDelta s: Add(s.Signature.Length); break;
            case BlockStarted b: AddBlock(Content(b.Block)); break;
        }
    }

    /// <summary>Another block, and what it begins with.</summary>
    internal void AddBlock(long content = 0) => Add(EmptyBlock + content);

    private static long Content(Block block) => block switch
    {
        TextBlock t => t.Text.Length,
        RefusalBlock r => r.Text.Length,
        ThinkingBlock t => t.Text.Length + (t.Signature?.Length ?? 0),
        RedactedThinkingBlock r => r.Payload.Length,
        ToolCallBlock c => c.Id.Length + c.Name.Length + c.Arguments.Length,
        UnknownBlock u => JsonMarshal.GetRawUtf8Value(u.Raw).Length,
        _ => 0,
    };
}
