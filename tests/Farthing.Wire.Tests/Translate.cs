using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Farthing.Wire.Tests;

internal static class Translate
{
    public static readonly ReplyFrame Frame = new("shown-model", "frame-id", 1_700_000_000);

    public static readonly TargetModel Thinker = new("target-model", Reasoning: ReasoningControl.Effort, MidSystem: true);

    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    public static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var w = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(w);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string Request(Dialect from, Dialect to, JsonElement body, TargetModel? target = null, Losses? losses = null) =>
        Text(w => to.WriteRequest(from.ReadRequest(body), target ?? Thinker, w, losses ?? new Losses()));

    public static string Reply(Dialect to, Reply reply, Losses? losses = null, ReplyFrame? frame = null) =>
        Text(w => to.WriteReply(reply, frame ?? Frame, w, losses ?? new Losses()));

    /// <summary>The neutral events of a stream and the error at its end.</summary>
    public static (List<ReplyEvent> Events, WireError? Error) Events(Dialect from, ReadOnlySpan<byte> stream, Func<int, int>? chunk = null)
    {
        var events = new List<ReplyEvent>();
        var reader = from.ReadStream();
        using var scanner = IStreamScanner.For(from.Framing);
        SseHandler handler = (type, data) => reader.Read(type, data, events.Add);
        for (var at = 0; at < stream.Length;)
        {
            var length = Math.Min(chunk?.Invoke(at) ?? stream.Length, stream.Length - at);
            scanner.Feed(stream.Slice(at, length), handler);
            at += length;
        }
        scanner.Finish(handler);
        return (events, reader.End(events.Add));
    }

    public static string Stream(Dialect to, IEnumerable<ReplyEvent> events, ReplyFrame? frame = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = to.WriteStream(frame ?? Frame, buffer);
        foreach (var e in events) writer.Write(e);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
