namespace Farthing.Wire;

/// <summary>
/// One step of a streamed answer without a dialect. The order is: started, then blocks, then stopped.
/// Blocks are numbered from 0 in the order they start; several may be open at once (parallel calls from OpenAI).
/// </summary>
public abstract record ReplyEvent;

/// <param name="Usage">What is known at the start, usually the input.</param>
public sealed record ReplyStarted(string? Id, string? Model, Usage Usage) : ReplyEvent;

/// <param name="Block">The block with what is known of it: kind, call id and name. Its text or arguments follow.</param>
public sealed record BlockStarted(int Index, Block Block) : ReplyEvent;

/// <param name="Text">More of the block's text, thinking, refusal or arguments.</param>
public sealed record BlockDelta(int Index, string Text) : ReplyEvent;

/// <summary>The signature of a thinking block, valid with the dialect in <paramref name="SignedBy"/>.</summary>
public sealed record SignatureDelta(int Index, string Signature, string SignedBy) : ReplyEvent;

public sealed record BlockStopped(int Index) : ReplyEvent;

/// <summary>Counts so far: cumulative, later parts replace earlier ones.</summary>
public sealed record UsageReported(Usage Usage) : ReplyEvent;

/// <summary>The provider said that it is done. Always the last event, after the last usage.</summary>
public sealed record ReplyStopped(StopReason Reason, string? StopSequence = null) : ReplyEvent;

/// <summary>
/// The provider sent an error within the stream. Writers write their error event for it, once;
/// <see cref="IStreamReader.End"/> returns the same error again, so that the connection is reset.
/// </summary>
public sealed record ReplyFailed(WireError Error) : ReplyEvent;

/// <summary>A sign of life.</summary>
public sealed record ReplyPing : ReplyEvent
{
    public static ReplyPing Instance { get; } = new();
}
