using System.Buffers;
using System.Text.Json;

namespace Farthing.Wire.Embeddings;

/// <summary>Requests for vectors. They pass unchanged, since a vector of one model means nothing to another: only usage and errors are read.</summary>
/// <param name="errors">The chat dialect of the same vendor, whose errors these endpoints share.</param>
internal sealed class EmbeddingsDialect(string name, string path, Dialect errors, IReadOnlyList<string> beside) : Dialect
{
    public override string Name => name;

    public override string Path => path;

    public override int MaxToolName => 0;

    public override bool CanStream => false;

    public override IReadOnlyList<string> ServedBeside => beside;

    /// <summary>Only input is billed.</summary>
    public override long? Cap(RequestHead head) => 0;

    public override ReplyDigest ReadDigest(ReadOnlySpan<byte> body) => EmbeddingsDigest.Read(body);

    public override WireError ReadError(int status, ReadOnlySpan<byte> body) => errors.ReadError(status, body);

    public override (int Status, byte[] Body) WriteError(WireError error, string requestId) => errors.WriteError(error, requestId);

    public override Conversation ReadRequest(JsonElement body) => throw Untranslatable();

    public override Reply ReadReply(JsonElement body) => throw Untranslatable();

    public override IStreamReader ReadStream() => throw Untranslatable();

    public override IStreamWriter WriteStream(ReplyFrame frame, IBufferWriter<byte> to) => throw Untranslatable();

    public override StreamTally NewTally() => throw Untranslatable();

    private protected override void WriteRequest(Conversation conversation, TargetModel target, Utf8JsonWriter to, LossGate gate) => throw Untranslatable();

    private protected override void WriteReply(Reply reply, ReplyFrame frame, Utf8JsonWriter to, LossGate gate) => throw Untranslatable();

    /// <summary>Routing refuses before it comes here (<see cref="Dialect.ServedBeside"/>).</summary>
    private static InvalidOperationException Untranslatable() => new("embeddings are not translated and never stream");
}
