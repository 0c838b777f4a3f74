using System.Text.Json;
using static Farthing.Wire.JsonScan;

namespace Farthing.Wire.Ollama;

/// <summary>Passes over every line once; allocates only for the model's name and for the line that is done.</summary>
internal sealed class Tally : StreamTally
{
    private bool _calls;

    public override void Observe(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data)
    {
        if (IsComplete) return;
        try
        {
            Line(data);
        }
        catch (JsonException e)
        {
            Unreadable = new WireError(502, WireErrorKind.Unavailable, $"The provider's answer cannot be read: {e.Message}");
        }
        catch (InvalidOperationException) { } // text that is not Unicode
        catch (WireException) { }
    }

    private void Line(ReadOnlyMemory<byte> data)
    {
        var json = new Utf8JsonReader(data.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (Model is null && json.ValueTextEquals("model"u8)) Model = Text(ref json) is { Length: > 0 } model ? model : null;
            else if (json.ValueTextEquals("message"u8)) Message(ref json);
            else if (json.ValueTextEquals("error"u8)) Failed(ref json, data);
            else if (json.ValueTextEquals("done"u8)) Done(ref json, data);
            else Pass(ref json);
        }
    }

    private void Message(ref Utf8JsonReader json)
    {
        if (!Enter(ref json)) return;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("tool_calls"u8)) _calls |= HasItems(ref json);
            else Pass(ref json);
        }
    }

    private void Done(ref Utf8JsonReader json, ReadOnlyMemory<byte> data)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.True)
        {
            json.Skip();
            return;
        }
        using var document = JsonDocument.Parse(data);
        var digest = Digest.Read(document.RootElement);
        (Usage, IsComplete) = (digest.Usage, true);
        Stop = _calls && digest.Stop is StopReason.EndTurn ? StopReason.ToolUse : digest.Stop;
    }

    private void Failed(ref Utf8JsonReader json, ReadOnlyMemory<byte> data)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.Null) Error = ErrorBody.Read(200, data.Span, (_, _) => null);
        json.Skip();
    }
}
