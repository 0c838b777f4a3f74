namespace Farthing.Wire;

/// <summary>Gets one event of a stream. Both parameters are valid only during the call.</summary>
/// <param name="eventType">The <c>event:</c> line of a server-sent event; empty where there was none, and for lines.</param>
public delegate void SseHandler(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data);

/// <summary>Finds the events of a stream in chunks of bytes that may be cut anywhere.</summary>
public interface IStreamScanner : IDisposable
{
    /// <summary>Reads the next chunk and hands every event it completes to <paramref name="to"/>.</summary>
    /// <exception cref="WireException">An event is larger than the limit.</exception>
    void Feed(ReadOnlySpan<byte> chunk, SseHandler to);

    /// <summary>The bytes have ended: hands on what was complete but for its end.</summary>
    void Finish(SseHandler to);

    /// <summary>A scanner for streams of this framing.</summary>
    static IStreamScanner For(Framing framing) => framing == Framing.Lines ? new LineScanner() : new SseScanner();
}
