using System.Text.Json;
using static Farthing.Wire.JsonScan;

namespace Farthing.Wire.Anthropic;

/// <summary>Reads only message_start, message_delta, message_stop and error; deltas are passed over by their event line.</summary>
internal sealed class Tally : StreamTally
{
    private string? _id;
    private bool _spliced;

    public override void Observe(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data)
    {
        if (IsComplete || eventType.StartsWith("content_block"u8) || eventType.SequenceEqual("ping"u8)) return;
        try
        {
            Event(data);
        }
        catch (JsonException) { } // the caller sees it as it is
        catch (InvalidOperationException) { } // text that is not Unicode
    }

    private void Event(ReadOnlyMemory<byte> data)
    {
        var json = new Utf8JsonReader(data.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("type"u8)) Type(ref json, data);
            else if (json.ValueTextEquals("message"u8) || json.ValueTextEquals("delta"u8)) Message(ref json);
            else if (json.ValueTextEquals("usage"u8)) Counts(ref json);
            else Pass(ref json);
        }
    }

    private void Type(ref Utf8JsonReader json, ReadOnlyMemory<byte> data)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String) return;
        if (json.ValueTextEquals("message_stop"u8)) IsComplete = !_spliced;
        else if (json.ValueTextEquals("error"u8)) Error = Errors.Read(200, data.Span);
    }

    private void Message(ref Utf8JsonReader json)
    {
        if (!Enter(ref json)) return;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("id"u8)) Started(Text(ref json));
            else if (json.ValueTextEquals("model"u8)) Model = Text(ref json) ?? Model;
            else if (json.ValueTextEquals("stop_reason"u8)) Stop = Text(ref json) is { } reason ? StopReasons.Read(reason) : Stop;
            else if (json.ValueTextEquals("usage"u8)) Counts(ref json);
            else Pass(ref json);
        }
    }

    /// <summary>A second answer in the place of a first that broke off: together they are none.</summary>
    private void Started(string? id)
    {
        _spliced |= _id is not null && id is not null && id != _id;
        _id ??= id;
    }

    private void Counts(ref Utf8JsonReader json)
    {
        json.Read();
        Usage = UsageReader.Read(ref json, Usage);
    }
}
