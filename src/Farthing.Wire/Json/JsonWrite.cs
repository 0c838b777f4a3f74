using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Farthing.Wire;

internal static class JsonWrite
{
    /// <summary>Text as it is, escaped only where JSON demands: smaller, and what both vendors send.</summary>
    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Copies a value byte for byte; re-serialising would break prompt caches and signatures.</summary>
    public static void Raw(this Utf8JsonWriter to, JsonElement e) =>
        to.WriteRawValue(JsonMarshal.GetRawUtf8Value(e), skipInputValidation: true);

    public static void Raw(this Utf8JsonWriter to, string name, JsonElement e)
    {
        to.WritePropertyName(name);
        to.Raw(e);
    }

    public static void Maybe(this Utf8JsonWriter to, string name, string? value)
    {
        if (value is not null) to.WriteString(name, value);
    }

    public static void Maybe(this Utf8JsonWriter to, string name, long? value)
    {
        if (value is { } v) to.WriteNumber(name, v);
    }

    public static void Maybe(this Utf8JsonWriter to, string name, double? value)
    {
        if (value is { } v) to.WriteNumber(name, v);
    }

    public static void Maybe(this Utf8JsonWriter to, string name, bool? value)
    {
        if (value is { } v) to.WriteBoolean(name, v);
    }

    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var to = new Utf8JsonWriter(buffer, Plain)) write(to);
        return buffer.WrittenSpan.ToArray();
    }
}
