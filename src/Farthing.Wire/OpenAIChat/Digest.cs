using System.Text.Json;
using static Farthing.Wire.JsonScan;

namespace Farthing.Wire.OpenAIChat;

internal static class Digest
{
    public static ReplyDigest Read(ReadOnlySpan<byte> body)
    {
        string? id = null, model = null;
        StopReason? stop = null;
        var usage = Usage.Unreported;
        var isWhole = false;
        var fields = new JsonProperties(body);
        try
        {
            while (fields.Next())
            {
                var json = fields.Value();
                if (fields.Is("id"u8)) id = Text(ref json);
                else if (fields.Is("model"u8)) model = Text(ref json);
                else if (fields.Is("choices"u8)) stop = Choices(ref json);
                else if (fields.Is("usage"u8) && json.Read()) usage = UsageReader.Read(ref json, usage);
                else if (fields.Is("service_tier"u8)) usage = UsageReader.Tier(ref json, usage);
            }
            isWhole = !fields.IsBroken;
        }
        catch (InvalidOperationException) { } // text that is not Unicode; what was read until here stands
        return new ReplyDigest(id, model, stop, usage) { IsWhole = isWhole };
    }

    /// <summary>The stop of the first choice; the others stop for reasons of their own.</summary>
    private static StopReason? Choices(ref Utf8JsonReader json)
    {
        StopReason? stop = null;
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return null;
        }
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.StartObject && Choice(ref json) is var found) stop ??= found;
            else json.Skip();
        }
        return stop;
    }

    private static StopReason? Choice(ref Utf8JsonReader json)
    {
        string? finish = null;
        var (calls, refused) = (false, false);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("finish_reason"u8)) finish = Text(ref json);
            else if (json.ValueTextEquals("message"u8)) (calls, refused) = Message(ref json);
            else Pass(ref json);
        }
        return finish is null ? null : FinishReasons.Read(finish, calls, refused, null);
    }

    private static (bool Calls, bool Refused) Message(ref Utf8JsonReader json)
    {
        var (calls, refused) = (false, false);
        if (!Enter(ref json)) return (calls, refused);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("tool_calls"u8)) calls |= HasItems(ref json);
            else if (json.ValueTextEquals("refusal"u8)) refused |= HasText(ref json);
            else Pass(ref json);
        }
        return (calls, refused);
    }
}
