using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>Reads the events that carry a whole response, and errors; all others are passed over by their type, without a document.</summary>
internal sealed class Tally : StreamTally
{
    public override void Observe(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data)
    {
        if (IsComplete) return;
        try
        {
            var type = new Utf8JsonReader(data.Span);
            if (!Type(ref type)) return;
            if (type.ValueTextEquals("response.created"u8) || type.ValueTextEquals("response.completed"u8) || type.ValueTextEquals("response.incomplete"u8)) Response(data);
            else if (type.ValueTextEquals("response.failed"u8) || type.ValueTextEquals("error"u8)) Failed(data);
        }
        catch (JsonException) { } // the caller sees it as it is
        catch (InvalidOperationException) { } // text that is not Unicode
        catch (WireException) { }
    }

    /// <summary>Moves to the value of <c>type</c>, which all servers write first or nearly so.</summary>
    private static bool Type(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var found = json.ValueTextEquals("type"u8);
            json.Read();
            if (found) return json.TokenType == JsonTokenType.String;
            json.Skip();
        }
        return false;
    }

    private void Response(ReadOnlyMemory<byte> data)
    {
        using var document = JsonDocument.Parse(data);
        if (document.RootElement.Field("response") is not { } response) return;
        var digest = Digest.Read(response);
        (Model, Stop, Usage) = (digest.Model ?? Model, digest.Stop ?? Stop, Usage.UpdatedBy(digest.Usage));
        IsComplete = digest.Stop is not null;
    }

    private void Failed(ReadOnlyMemory<byte> data)
    {
        using var document = JsonDocument.Parse(data);
        Error = StreamReader.Failure(document.RootElement);
        if (document.RootElement.Field("response") is { } response) Usage = Usage.UpdatedBy(UsageReader.Read(response));
    }
}
