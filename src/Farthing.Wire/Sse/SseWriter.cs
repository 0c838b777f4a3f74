using System.Buffers;

namespace Farthing.Wire;

/// <summary>Writes one server-sent event. The data must not contain line breaks; JSON written without indentation has none.</summary>
public static class SseWriter
{
    /// <param name="eventType">The <c>event:</c> line; empty writes none.</param>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> data)
    {
        if (!eventType.IsEmpty)
        {
            to.Write("event: "u8);
            to.Write(eventType);
            to.Write("\n"u8);
        }
        to.Write("data: "u8);
        to.Write(data);
        to.Write("\n\n"u8);
    }
}
