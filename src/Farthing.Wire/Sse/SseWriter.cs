using System.Buffers;

namespace Farthing.Wire;

/// <summary>Writes one server-sent event, or one line of NDJSON, whose data is JSON.</summary>
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
        WriteUnbroken(to, data);
        to.Write("\n\n"u8);
    }

    /// <summary>
    /// JSON without its line breaks. What is copied byte for byte into it (a tool's arguments, a block of the provider's) may have some,
    /// and only between tokens, where a space means the same.
    /// </summary>
    public static void WriteUnbroken(IBufferWriter<byte> to, ReadOnlySpan<byte> json)
    {
        while (json.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var at)
        {
            to.Write(json[..at]);
            to.Write(" "u8);
            json = json[(at + 1)..];
        }
        to.Write(json);
    }
}
