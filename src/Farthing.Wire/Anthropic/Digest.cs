using System.Text.Json;
using static Farthing.Wire.JsonScan;

namespace Farthing.Wire.Anthropic;

internal static class Digest
{
    public static ReplyDigest Read(ReadOnlySpan<byte> body)
    {
        var digest = ReplyDigest.Empty;
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return digest;
            while (json.Read() && json.TokenType != JsonTokenType.EndObject)
            {
                if (json.ValueTextEquals("id"u8)) digest = digest with { Id = Text(ref json) };
                else if (json.ValueTextEquals("model"u8)) digest = digest with { Model = Text(ref json) };
                else if (json.ValueTextEquals("stop_reason"u8))
                    digest = digest with { Stop = Text(ref json) is { } r ? StopReasons.Read(r) : null };
                else if (json.ValueTextEquals("usage"u8) && json.Read())
                    digest = digest with { Usage = UsageReader.Read(ref json, Usage.Unreported) };
                else Pass(ref json);
            }
        }
        catch (JsonException) { } // what was read until here stands
        catch (InvalidOperationException) { } // text that is not Unicode
        return digest;
    }
}
