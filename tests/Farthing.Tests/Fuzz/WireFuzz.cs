using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Farthing.Gateway;
using Farthing.Tests.Fuzz.Grammars;
using Farthing.Tests.Fuzz.Inputs;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Fuzz;

/// <summary>The pure level: every document of every dialect, mutated, read, translated into all others and written; every stream likewise.</summary>
internal static class WireFuzz
{
    private static readonly TargetModel s_target = new("target", 8_000, Reasoning: ReasoningControl.Budget);

    public sealed record Document(Dialect Dialect, string Text, Mutation[] Mutations)
    {
        public byte[] Bytes => Mutation.Apply(Text, Mutations);

        public override string ToString() => $"{Dialect.Name} {Shown(Bytes)}";
    }

    public sealed record Stream(Dialect Dialect, (string, string)[] Events, Mutation[] Mutations, int Style, int Chunk)
    {
        public byte[] Bytes => StreamMutations.Apply(Events, Dialect.Framing, Mutations, Style);

        public override string ToString() => $"{Dialect.Name} in chunks of {Chunk}: {Shown(Bytes)}";
    }

    public static Gen<Document> Requests { get; } = Documents(Corpus.Requests);

    public static Gen<Document> Replies { get; } = Documents(Corpus.Replies);

    public static Gen<Stream> Streams { get; } =
        Gen.OneOf([.. Dialects.All.SelectMany(d => Corpus.Streams[d.Name].Select(s => (d, s)))])
            .SelectMany(from => Gen.Select(Mutation.Some, Gen.Int[0, 15], Gen.OneOf(1, 2, 7, 100, 100_000), (m, style, chunk) => new Stream(from.d, from.s, m, style, chunk)));

    public static string Shown(ReadOnlySpan<byte> bytes) => bytes.Length > 20_000 ? Shown(bytes[..20_000]) + "…" : Convert.ToBase64String(bytes) + " = " + Encoding.UTF8.GetString(bytes);

    /// <summary>The head, the edits of a body that passes, and the translation into every other dialect.</summary>
    public static void Request(Document document)
    {
        var bytes = document.Bytes;
        try
        {
            var head = RequestHead.Read(bytes);
            document.Dialect.Cap(head);
            var edited = new RequestEdits(head).Model("m").AskUsage().Apply(bytes);
            var again = RequestHead.Read(edited);
            Assert.True(again is { Model: "m", IncludeUsage: true }, "the edits did not take: " + Shown(edited));
        }
        catch (WireException e)
        {
            Assert.Equal(400, e.Error.Status);
        }

        if (!Mutation.IsJson(bytes, RequestHead.DefaultMaxDepth)) return;
        using var body = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = RequestHead.DefaultMaxDepth });
        foreach (var target in Dialects.All)
        {
            try
            {
                var written = Written(json => target.WriteRequest(document.Dialect.ReadRequest(body.RootElement), s_target, json, new Losses()));
                Assert.True(Mutation.IsJson(written), $"what was written for {target.Name} is no JSON: {Shown(written)}");
            }
            catch (WireException e)
            {
                Assert.Equal(400, e.Error.Status);
                Assert.NotNull(e.Error.Field);
            }
        }
    }

    public static void Reply(Document document)
    {
        var bytes = document.Bytes;
        document.Dialect.ReadDigest(bytes);
        foreach (var status in new[] { 200, 400, 503 })
        {
            var error = document.Dialect.ReadError(status, bytes);
            Assert.True(error.Status >= 400 && error.Message.Length > 0, "an error says nothing");
            foreach (var caller in Dialects.All) Assert.True(Mutation.IsJson(caller.WriteError(error, "id").Body));
        }

        if (!Mutation.IsJson(bytes, 64)) return;
        using var body = JsonDocument.Parse(bytes);
        foreach (var caller in Dialects.All)
        {
            try
            {
                var written = Written(json => caller.WriteReply(document.Dialect.ReadReply(body.RootElement), AnyEvents.Frame, json, new Losses()));
                Assert.True(Mutation.IsJson(written), $"what was written for {caller.Name} is no JSON: {Shown(written)}");
            }
            catch (WireException e)
            {
                Assert.True(e.Error is { Status: >= 400, Field: null }, $"a provider's fault is called the caller's: {e.Error}");
            }
        }
    }

    /// <summary>The stream as the gateway relays it to a caller of every dialect, its own one too.</summary>
    public static void Relayed(Stream stream)
    {
        foreach (var caller in Dialects.All)
        {
            IStreamPath path = caller == stream.Dialect ? new PassingStream(caller, AnyEvents.Frame, hideUsage: caller.UsageOnRequest) : new TranslatedStream(stream.Dialect, caller, AnyEvents.Frame);
            var failed = Through(path, stream.Bytes, stream.Dialect.Framing, stream.Chunk);
            if (caller == stream.Dialect) continue; // its bytes are the provider's
            try
            {
                Assert.Equal(failed ? StreamEnd.Failed : StreamEnd.Complete, Grammar.Check(caller.Name, path.Pending.WrittenSpan));
            }
            catch (Exception e)
            {
                throw new GrammarException($"to {caller.Name}, {e.Message}", Shown(path.Pending.WrittenSpan));
            }
        }
    }

    /// <summary>Any events at all, into a writer of every dialect.</summary>
    public static void Events(ReplyEvent[] events)
    {
        foreach (var caller in Dialects.All)
        {
            var buffer = new ArrayBufferWriter<byte>();
            var writer = caller.WriteStream(AnyEvents.Frame, buffer);
            foreach (var e in events) writer.Write(e);
            var end = events.FirstOrDefault(e => e is ReplyStopped or ReplyFailed) switch { ReplyStopped => StreamEnd.Complete, null => StreamEnd.Open, _ => StreamEnd.Failed };
            try
            {
                Assert.Equal(end, Grammar.Check(caller.Name, buffer.WrittenSpan));
                writer.WriteError(new WireError(502, WireErrorKind.Internal, "broke"));
                writer.WritePing();
                Assert.Equal(end == StreamEnd.Open ? StreamEnd.Failed : end, Grammar.Check(caller.Name, buffer.WrittenSpan));
            }
            catch (Exception e)
            {
                throw new GrammarException($"to {caller.Name}, {e.Message}", Shown(buffer.WrittenSpan));
            }
        }
    }

    private static bool Through(IStreamPath path, byte[] bytes, Framing framing, int chunk)
    {
        using var scanner = IStreamScanner.For(framing);
        WireError? broken;
        try
        {
            for (var at = 0; at < bytes.Length; at += chunk) path.Take(bytes.AsSpan(at, Math.Min(chunk, bytes.Length - at)), scanner);
            broken = path.End(scanner);
        }
        catch (WireException e)
        {
            broken = e.Error;
        }

        if (broken is null) return false;
        Assert.True(broken.Status >= 400, broken.ToString());
        path.Fail(broken);
        return true;
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return buffer.WrittenSpan.ToArray();
    }

    private static Gen<Document> Documents(IReadOnlyDictionary<string, string[]> corpus) =>
        Gen.Select(Gen.OneOf([.. Dialects.All.SelectMany(d => corpus[d.Name].Select(text => (d, text)))]), Mutation.Some, (from, m) => new Document(from.d, from.text, m));
}
