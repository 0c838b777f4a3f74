using static Farthing.Wire.JsonScan;

namespace Farthing.Wire.Anthropic;

internal static class Digest
{
    public static ReplyDigest Read(ReadOnlySpan<byte> body)
    {
        var digest = ReplyDigest.Empty;
        var fields = new JsonProperties(body);
        try
        {
            while (fields.Next())
            {
                var json = fields.Value();
                if (fields.Is("id"u8)) digest = digest with { Id = Text(ref json) };
                else if (fields.Is("model"u8)) digest = digest with { Model = Text(ref json) };
                else if (fields.Is("stop_reason"u8)) digest = digest with { Stop = Text(ref json) is { } r ? StopReasons.Read(r) : null };
                else if (fields.Is("usage"u8) && json.Read()) digest = digest with { Usage = UsageReader.Read(ref json, Usage.Unreported) };
            }
        }
        catch (InvalidOperationException) { } // text that is not Unicode; what was read until here stands
        return digest;
    }
}
