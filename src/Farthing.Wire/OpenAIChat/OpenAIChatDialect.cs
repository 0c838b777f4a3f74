using System.Buffers;
using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

/// <summary>OpenAI Chat Completions, and the many servers that speak it.</summary>
internal sealed class OpenAIChatDialect : Dialect
{
    public const string DialectName = "openai-chat";
    public const int ToolNameLength = 64;
    public const int ToolIdLength = 40;

    public override string Name => DialectName;

    public override string Path => "/chat/completions";

    public override int MaxToolName => ToolNameLength;

    public override bool UsageOnRequest => true;

    public override long? Cap(RequestHead head) => head.Cap("max_tokens", "max_completion_tokens");

    public override Conversation ReadRequest(JsonElement body) => RequestReader.Read(body);

    public override Reply ReadReply(JsonElement body) => ProviderAnswer.Reply(() => body.Field("error") is null ? null : Errors.FromEvent(body), () => ReplyReader.Read(body));

    public override IStreamReader ReadStream() => new StreamReader();

    public override IStreamWriter WriteStream(ReplyFrame frame, IBufferWriter<byte> to) => new StreamWriter(frame, to);

    public override StreamTally NewTally() => new Tally();

    public override ReplyDigest ReadDigest(ReadOnlySpan<byte> body) => Digest.Read(body);

    public override WireError ReadError(int status, ReadOnlySpan<byte> body) => Errors.Read(status, body);

    public override (int Status, byte[] Body) WriteError(WireError error, string requestId) =>
        (Errors.Status(error), Errors.Write(error));

    private protected override void WriteRequest(Conversation conversation, TargetModel target, Utf8JsonWriter to, LossGate gate) =>
        new RequestWriter(conversation, target, to, gate).Write();

    private protected override void WriteReply(Reply reply, ReplyFrame frame, Utf8JsonWriter to, LossGate gate) =>
        ReplyWriter.Write(reply, frame, to, gate);
}
