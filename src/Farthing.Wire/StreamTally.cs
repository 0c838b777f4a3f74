namespace Farthing.Wire;

/// <summary>
/// Watches a stream whose bytes pass unchanged, and notes what the ledger needs.
/// <see cref="Observe"/> has the shape of an <see cref="SseHandler"/>; it allocates nothing for an ordinary delta.
/// </summary>
public abstract class StreamTally
{
    public Usage Usage { get; protected set; } = Usage.Unreported;

    public StopReason? Stop { get; protected set; }

    /// <summary>The model that the provider says it used.</summary>
    public string? Model { get; protected set; }

    /// <summary>Whether the dialect's terminal event was seen. A stream without it was cut short.</summary>
    public bool IsComplete { get; protected set; }

    /// <summary>
    /// Whether the event just observed carries usage and nothing else. It is kept from an OpenAI caller who did not ask for it,
    /// where <see cref="RequestEdits.AskUsage"/> did.
    /// </summary>
    public bool IsUsageOnly { get; protected set; }

    /// <summary>The error sent within the stream, if any.</summary>
    public WireError? Error { get; protected set; }

    /// <summary>
    /// Why an event cannot be read, in a dialect whose clients pass over such a one: Ollama's own leaves the line out, and its user gets a text
    /// with a hole in it. The clients of the other dialects give up by themselves.
    /// </summary>
    public WireError? Unreadable { get; protected set; }

    /// <summary>Never throws: the bytes pass, whatever they are.</summary>
    public abstract void Observe(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data);
}
