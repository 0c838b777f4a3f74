using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Farthing.Wire;

/// <summary>Writes events whose data is one JSON object, reusing one buffer and one JSON writer.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A JSON writer over a buffer holds nothing that must be released.")]
internal sealed class SseJson(IBufferWriter<byte> to)
{
    private readonly ArrayBufferWriter<byte> _data = new(512);
    private readonly Utf8JsonWriter _json = new(Stream.Null, JsonWrite.Plain);

    /// <summary>Opens the object; the caller writes its fields.</summary>
    public Utf8JsonWriter Begin()
    {
        _data.ResetWrittenCount();
        _json.Reset(_data);
        _json.WriteStartObject();
        return _json;
    }

    /// <summary>Closes the object and writes the event.</summary>
    public void Finish(ReadOnlySpan<byte> eventType)
    {
        _json.WriteEndObject();
        _json.Flush();
        SseWriter.Write(to, eventType, _data.WrittenSpan);
    }
}
