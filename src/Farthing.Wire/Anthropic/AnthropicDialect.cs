using System.Buffers;
using System.Text.Json;

namespace Farthing.Wire.Anthropic;

internal sealed class AnthropicDialect : Dialect
{
    public override string Name => "anthropic";

    public override string Path => "/messages";

    public override Conversation ReadRequest(JsonElement body) => throw new NotImplementedException();

    public override void WriteRequest(Conversation conversation, TargetModel target, Utf8JsonWriter to, Losses losses) => throw new NotImplementedException();

    public override Reply ReadReply(JsonElement body) => throw new NotImplementedException();

    public override void WriteReply(Reply reply, ReplyFrame frame, Utf8JsonWriter to, Losses losses) => throw new NotImplementedException();

    public override IStreamReader ReadStream() => throw new NotImplementedException();

    public override IStreamWriter WriteStream(ReplyFrame frame, IBufferWriter<byte> to) => throw new NotImplementedException();

    public override StreamTally NewTally() => throw new NotImplementedException();

    public override ReplyDigest ReadDigest(ReadOnlySpan<byte> body) => throw new NotImplementedException();

    public override WireError ReadError(int status, ReadOnlySpan<byte> body) => throw new NotImplementedException();

    public override (int Status, byte[] Body) WriteError(WireError error, string requestId) => throw new NotImplementedException();
}
