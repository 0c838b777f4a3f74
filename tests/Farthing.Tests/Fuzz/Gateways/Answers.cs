using System.Globalization;
using System.Text;
using CsCheck;
using Farthing.Tests.Fuzz.Inputs;
using Farthing.Wire;

namespace Farthing.Tests.Fuzz.Gateways;

/// <summary>What a provider sends on its socket: bytes in pieces, then how it lets go of the connection.</summary>
internal sealed record ProviderAnswer(IReadOnlyList<byte[]> Pieces, Farewell Farewell)
{
    private static readonly string[] s_types =
        ["application/json", "text/event-stream", "text/event-stream; charset=utf-8", "application/x-ndjson", "text/html", "", "application/octet-stream", "\u00e9", "text/event-stream\tx"];

    private static readonly string[] s_headers =
    [
        "", "", "", "", "Content-Encoding: gzip\r\n", "Retry-After: 0\r\n", "Retry-After: 99999999999999\r\n", "Retry-After: soon\r\n", "retry-after-ms: 1e999\r\n", "retry-after-ms: -5\r\n", "retry-after-ms: NaN\r\n",
        "x-request-id: \u00e9\r\n", "x-ratelimit-a: b\r\nx-ratelimit-a: c\r\n", "anthropic-\u0001: x\r\n", "x-should-retry: false\r\n", "request-id: " + new string('a', 9_000) + "\r\n", "A: " + new string('a', 90_000) + "\r\n",
        "Location: http://127.0.0.1:1/\r\n", "Set-Cookie: a=b\r\n", "no colon\r\n", "Trailer: x\r\n", "Connection: keep-alive\r\n", "Transfer-Encoding: gzip\r\n",
    ];

    private static readonly Gen<int> s_status = Gen.Frequency((12, Gen.Const(200)), (1, Gen.OneOf(201, 204, 205, 206, 301, 304, 400, 401, 402, 403, 404, 408, 413, 418, 422)), (1, Gen.OneOf(429, 500, 502, 503, 504, 529, 599, 600, 999)));

    private static readonly Gen<int> s_framing = Gen.Frequency((4, Gen.Const(0)), (8, Gen.Const(3)), (2, Gen.Const(6)), (3, Gen.Int[0, 11]));

    /// <param name="dialect">What the provider is meant to speak; now and then it speaks another.</param>
    /// <param name="stream">Whether it was asked for a stream; now and then it does the other.</param>
    public static Gen<ProviderAnswer> Of(Dialect dialect, bool stream)
    {
        var spoken = Gen.Frequency((12, Gen.Const(dialect)), (1, Gen.OneOf([.. Dialects.All])));
        var body = Gen.Select(spoken, Gen.Frequency((10, Gen.Const(stream)), (1, Gen.Const(!stream)))).SelectMany((d, s) => s && Corpus.Streams[d.Name].Length > 0
            ? Gen.Select(Gen.OneOf(Corpus.Streams[d.Name]), Mutation.Some, Gen.Int[0, 15], (events, m, style) => StreamMutations.Apply(events, d.Framing, m, style))
            : Gen.Select(Gen.OneOf(Corpus.Replies[d.Name]), Mutation.Some, (text, m) => Mutation.Apply(text, m)));
        var type = stream ? dialect.Framing == Framing.Lines ? "application/x-ndjson" : "text/event-stream" : "application/json";
        return Gen.Select(
            body, s_status, s_framing, Gen.Frequency((8, Gen.Const(type)), (1, Gen.OneOf(s_types))), Gen.OneOf(s_headers), Gen.Int[0, 1 << 20].Array[0, 5], Gen.Enum<Farewell>(),
            (bytes, status, framing, contentType, header, cuts, farewell) => new ProviderAnswer(Cut(Framed(bytes, status, framing, contentType, header), cuts), framing is 3 or 0 && farewell == Farewell.Silent && cuts.Length > 1 ? Farewell.Close : farewell));
    }

    public override string ToString() => $"{Farewell} after {string.Join(" | ", Pieces.Select(p => WireFuzz.Shown(p)))}";

    private static byte[] Framed(byte[] body, int status, int framing, string type, string header)
    {
        var length = framing switch { 0 or 1 or 2 => $"Content-Length: {Math.Max(0, body.Length + (framing == 1 ? -7 : framing == 2 ? 7 : 0))}\r\n", 3 or 4 or 5 => "Transfer-Encoding: chunked\r\n", _ => "" };
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Whatever\r\n{(type.Length > 0 ? $"Content-Type: {type}\r\n" : "")}{length}{header}{(framing == 6 ? "Connection: close\r\n" : "")}\r\n"));
        return framing switch
        {
            7 => [],
            8 => body,
            9 => [.. "HTTP/1.1 100 Continue\r\n\r\n"u8, .. head, .. body],
            10 => [.. "HTTP/9.9 abc\r\n\r\n"u8, .. body],
            11 => head[..(head.Length / 2)],
            3 or 4 or 5 => [.. head, .. Chunked(body, framing)],
            _ => [.. head, .. body],
        };
    }

    private static byte[] Chunked(byte[] body, int framing)
    {
        var chunks = new List<byte>();
        foreach (var piece in body.Chunk(Math.Max(1, body.Length / 3)))
        {
            chunks.AddRange(Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"));
            chunks.AddRange(piece);
            chunks.AddRange("\r\n"u8);
        }

        chunks.AddRange(framing switch { 3 => "0\r\n\r\n"u8, 4 => "zz\r\n\r\n"u8, _ => "ffff\r\nx"u8 });
        return [.. chunks];
    }

    private static List<byte[]> Cut(byte[] bytes, int[] cuts)
    {
        var at = cuts.Select(c => bytes.Length == 0 ? 0 : c % bytes.Length).Append(0).Append(bytes.Length).Distinct().Order().ToArray();
        return [.. at.Zip(at.Skip(1), (from, to) => bytes[from..to])];
    }
}

/// <summary>How the provider lets go.</summary>
internal enum Farewell
{
    Close, Close2, Keep, Reset, Silent,
}
