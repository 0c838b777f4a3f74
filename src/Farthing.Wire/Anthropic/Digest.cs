using static Farthing.Wire.JsonScan;

namespace Farthing.Wire.Anthropic;

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
                else if (fields.Is("stop_reason"u8)) stop = Text(ref json) is { } r ? StopReasons.Read(r) : null;
                else if (fields.Is("usage"u8) && json.Read()) usage = UsageReader.Read(ref json, Usage.Unreported);
            }
            isWhole = !fields.IsBroken;
        }
        catch (InvalidOperationException) { } // text that is not Unicode; what was read until here stands
        return new ReplyDigest(id, model, stop, usage) { IsWhole = isWhole };
    }
}
