using System.Runtime.InteropServices;
using System.Text.Json;

namespace Farthing.Wire.Anthropic;

internal static class ReplyReader
{
    public static Reply Read(JsonElement body)
    {
        if (body.Field("content") is not { } content) throw WireException.Invalid("content", "is required.");
        return new Reply
        {
            Id = body.Find("id", ""),
            Model = body.Find("model", ""),
            Blocks = BlockReader.Content(content, "content"),
            Stop = body.Find("stop_reason", "") is { } reason
                ? StopReasons.Read(reason)
                : throw WireException.Invalid("stop_reason", "is missing: the answer is not complete."),
            StopSequence = body.Find("stop_sequence", ""),
            Usage = body.Field("usage") is { } usage
                ? UsageReader.Read(JsonMarshal.GetRawUtf8Value(usage), Usage.Unreported)
                : Usage.Unreported,
        };
    }
}
