using System.Buffers;
using System.Text.Json;

namespace Farthing.Wire.Ollama;

/// <summary>
/// Ollama's own API: <c>/api/chat</c>, a conversation, and <c>/api/generate</c>, one prompt. Both stream lines of JSON unless told not to,
/// and differ in where the text stands: in <c>message</c> or in <c>response</c>.
/// </summary>
internal sealed class OllamaDialect(bool isPrompt) : Dialect
{
    public const string ChatName = "ollama";
    public const string GenerateName = "ollama-generate";
    public const int ToolNameLength = 64;

    public override string Name => isPrompt ? GenerateName : ChatName;

    public override string Path => isPrompt ? "/generate" : "/chat";

    public override int MaxToolName => ToolNameLength;

    public override Framing Framing => Framing.Lines;

    public override bool StreamsByDefault => true;

    public override bool IsPrompt => isPrompt;

    public override long? Cap(RequestHead head) => head.Cap("options.num_predict");

    public override Conversation ReadRequest(JsonElement body) => RequestReader.Read(body, Name);

    public override Reply ReadReply(JsonElement body) => ProviderAnswer.Reply(() => body.Field("error") is null ? null : Error(200, body), () => ReplyReader.Read(body));

    public override IStreamReader ReadStream() => new StreamReader();

    public override IStreamWriter WriteStream(ReplyFrame frame, IBufferWriter<byte> to) => new StreamWriter(frame, isPrompt, to);

    public override StreamTally NewTally() => new Tally();

    public override ReplyDigest ReadDigest(ReadOnlySpan<byte> body) => Digest.Read(body);

    public override WireError ReadError(int status, ReadOnlySpan<byte> body) => ErrorBody.Read(status, body, (_, _) => null);

    public override (int Status, byte[] Body) WriteError(WireError error, string requestId) =>
        (OpenAIChat.Errors.Status(error), ErrorText(error));

    private protected override void WriteRequest(Conversation conversation, TargetModel target, Utf8JsonWriter to, LossGate gate) =>
        new RequestWriter(conversation, target, to, gate).Write(isPrompt);

    private protected override void WriteReply(Reply reply, ReplyFrame frame, Utf8JsonWriter to, LossGate gate) =>
        ReplyWriter.Write(reply, frame, isPrompt, to, gate);

    /// <summary>The error of a line or body that carries one.</summary>
    public static WireError Error(int status, JsonElement body) => ErrorBody.Read(status, body, (_, _) => null);

    public static byte[] ErrorText(WireError error) => JsonWrite.Bytes(w =>
    {
        w.WriteStartObject();
        w.WriteString("error", error.Message);
        w.WriteEndObject();
    });
}
