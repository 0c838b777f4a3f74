using System.Buffers;
using System.Text.Json;

namespace Farthing.Wire.OpenAICompletions;

/// <summary>OpenAI's legacy completions: one bare prompt, and what fills the gap before a suffix. Usage, errors and stop reasons are as in chat.</summary>
internal sealed class OpenAICompletionsDialect : Dialect
{
    public const string DialectName = "openai-completions";

    public override string Name => DialectName;

    public override string Path => "/completions";

    public override int MaxToolName => OpenAIChat.OpenAIChatDialect.ToolNameLength;

    public override bool UsageOnRequest => true;

    public override bool IsPrompt => true;

    public override long? Cap(RequestHead head) => head.Cap("max_tokens");

    public override Conversation ReadRequest(JsonElement body) => RequestReader.Read(body);

    public override Reply ReadReply(JsonElement body) => ProviderAnswer.Reply(() => body.Field("error") is null ? null : OpenAIChat.Errors.FromEvent(body), () => ReplyReader.Read(body));

    public override IStreamReader ReadStream() => new StreamReader();

    public override IStreamWriter WriteStream(ReplyFrame frame, IBufferWriter<byte> to) => new StreamWriter(frame, to);

    public override StreamTally NewTally() => new OpenAIChat.Tally();

    public override ReplyDigest ReadDigest(ReadOnlySpan<byte> body) => OpenAIChat.Digest.Read(body);

    public override WireError ReadError(int status, ReadOnlySpan<byte> body) => OpenAIChat.Errors.Read(status, body);

    public override (int Status, byte[] Body) WriteError(WireError error, string requestId) =>
        (OpenAIChat.Errors.Status(error), OpenAIChat.Errors.Write(error));

    private protected override void WriteRequest(Conversation conversation, TargetModel target, Utf8JsonWriter to, LossGate gate) =>
        new RequestWriter(conversation, target, to, gate).Write();

    private protected override void WriteReply(Reply reply, ReplyFrame frame, Utf8JsonWriter to, LossGate gate) =>
        ReplyWriter.Write(reply, frame, to, gate);
}
