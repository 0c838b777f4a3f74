using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Farthing;

/// <summary>JSON as the vendors write it: quotes as <c>\"</c>, no escapes where JSON needs none.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // read by JSON parsers, never put into a page
    };

    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(buffer, write);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(IBufferWriter<byte> to, Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(to, Options);
        write(json);
    }
}
