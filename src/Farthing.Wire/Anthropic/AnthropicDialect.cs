using System.Buffers;
using System.Text.Json;

namespace Farthing.Wire.Anthropic;

/// <summary>Anthropic Messages.</summary>
internal sealed class AnthropicDialect : Dialect
{
    public const string DialectName = "anthropic";
    public const int ToolNameLength = 128;
    public const int ToolIdLength = 64;

    public override string Name => DialectName;

    public override string Path => "/messages";

    public override int MaxToolName => ToolNameLength;

    public override long? Cap(RequestHead head) => head.Cap("max_tokens");

    public override Conversation ReadRequest(JsonElement body) => RequestReader.Read(body);

    public override Reply ReadReply(JsonElement body) => ProviderAnswer.Reply(() => body.Field("error") is null ? null : Errors.FromEvent(body), () => ReplyReader.Read(body));

    public override IStreamReader ReadStream() => new StreamReader();

    public override IStreamWriter WriteStream(ReplyFrame frame, IBufferWriter<byte> to) => new StreamWriter(frame, to);

    public override StreamTally NewTally() => new Tally();

    public override ReplyDigest ReadDigest(ReadOnlySpan<byte> body) => Digest.Read(body);

    public override WireError ReadError(int status, ReadOnlySpan<byte> body) => Errors.Read(status, body);

    public override (int Status, byte[] Body) WriteError(WireError error, string requestId) =>
        (error.Status, Errors.Write(error, requestId));

    private protected override void WriteRequest(Conversation conversation, TargetModel target, Utf8JsonWriter to, LossGate gate) =>
        new RequestWriter(conversation, target, to, gate).Write();

    private protected override void WriteReply(Reply reply, ReplyFrame frame, Utf8JsonWriter to, LossGate gate) =>
        ReplyWriter.Write(reply, frame, to, gate);
}
