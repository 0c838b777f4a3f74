using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CsCheck;

namespace Farthing.Tests.Fuzz.Gateways;

/// <summary>How a caller sends its request and takes its answer.</summary>
internal sealed record Manner(Sending Sending, Taking Taking, int Header, int Cut)
{
    public static Gen<Manner> Any { get; } = Gen.Select(
        Gen.Frequency((8, Gen.Const(Sending.Whole)), (4, Gen.Enum<Sending>())), Gen.Frequency((10, Gen.Const(Taking.All)), (1, Gen.Enum<Taking>())),
        Gen.Frequency((6, Gen.Const(0)), (2, Gen.Int[0, HostileCaller.Headers.Length - 1])), Gen.Int[0, 1 << 20], (s, t, h, c) => new Manner(s, t, h, c));
}

internal enum Sending
{
    Whole, InPieces, Chunked, ChunkedBadly, TooShort, TooLong, Expecting, Half, WithoutKey,
}

internal enum Taking
{
    All, LeaveAtOnce, LeaveWithin, HalfClose,
}

/// <summary>A caller on a bare socket, who does what no client library would.</summary>
internal static class HostileCaller
{
    public static readonly string[] Headers =
    [
        "", "anthropic-version: 2023-06-01\r\n", "anthropic-beta: a,b\r\n", "anthropic-beta: \u00e9\r\n", "openai-beta: " + new string('b', 5_000) + "\r\n", "Content-Encoding: gzip\r\n", "Content-Encoding: identity\r\n",
        "Content-Type: text/plain; charset=utf-16\r\n", "User-Agent: codex/1\r\n", "X: " + new string('x', 40_000) + "\r\n", string.Concat(Enumerable.Range(0, 150).Select(i => $"X-{i}: y\r\n")), "x-farthing-fault: cut\r\n",
        "no colon\r\n", " folded: x\r\n", "Accept-Encoding: gzip, br\r\n", "Upgrade: websocket\r\n", "Expect: 200-never\r\n", "Host: other\r\n", "idempotency-key: a\u0001b\r\n",
    ];

    /// <returns>The answer; null when the caller left or the gateway closed without a word.</returns>
    public static async Task<RawMessage?> SendAsync(Uri to, string key, string method, string path, byte[] body, Manner manner, CancellationToken cancel)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(to.Host, to.Port, cancel);
        await using var stream = client.GetStream();
        var sent = true;
        try
        {
            await SendAsync(stream, key, method, path, body, manner, cancel);
        }
        catch (IOException) // answered before all was sent, and closed
        {
            sent = false;
        }

        if (manner.Sending == Sending.Half || manner.Taking == Taking.HalfClose) client.Client.Shutdown(SocketShutdown.Send);
        switch (manner.Taking)
        {
            case Taking.LeaveAtOnce:
                client.LingerState = new LingerOption(manner.Cut % 2 == 0, 0);
                return null;
            case Taking.LeaveWithin:
                try
                {
                    await stream.ReadExactlyAsync(new byte[1 + (manner.Cut % 400)], cancel);
                }
                catch (Exception e) when (e is IOException or EndOfStreamException)
                {
                }

                client.LingerState = new LingerOption(manner.Cut % 2 == 0, 0);
                return null;
            default:
                return await RawHttp.ReadAsync(stream, cancel, isAnswer: true) is { } answer && (sent || answer.Head.Length > 0) ? answer : null;
        }
    }

    private static async Task SendAsync(NetworkStream stream, string key, string method, string path, byte[] body, Manner manner, CancellationToken cancel)
    {
        var chunked = manner.Sending is Sending.Chunked or Sending.ChunkedBadly;
        var length = chunked ? "Transfer-Encoding: chunked\r\n"
            : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Math.Max(0, body.Length + (manner.Sending == Sending.TooShort ? -3 : manner.Sending == Sending.TooLong ? 3 : 0))}\r\n");
        var head = $"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{(manner.Sending == Sending.WithoutKey ? "" : $"x-api-key: {key}\r\n")}{(manner.Sending == Sending.Expecting ? "Expect: 100-continue\r\n" : "")}{Headers[manner.Header]}{length}\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head), cancel);
        if (chunked) body = Chunked(body, badly: manner.Sending == Sending.ChunkedBadly);
        if (manner.Sending == Sending.Half) body = body[..(body.Length / 2)];
        if (manner.Sending == Sending.TooLong) stream.Socket.SendTimeout = 1_000;
        if (manner.Sending != Sending.InPieces || body.Length < 2)
        {
            await stream.WriteAsync(body, cancel);
        }
        else
        {
            var at = 1 + (manner.Cut % (body.Length - 1));
            await stream.WriteAsync(body.AsMemory(0, at), cancel);
            await Task.Yield();
            await stream.WriteAsync(body.AsMemory(at), cancel);
        }

        if (manner.Sending == Sending.TooLong) stream.Socket.Shutdown(SocketShutdown.Send); // it will never come
    }

    private static byte[] Chunked(byte[] body, bool badly)
    {
        var sent = new List<byte>();
        foreach (var piece in body.Chunk(1_000))
        {
            sent.AddRange(Encoding.ASCII.GetBytes(badly && piece.Length % 2 == 0 ? "+zz\r\n" : $"{piece.Length:X};ext=1\r\n"));
            sent.AddRange(piece);
            sent.AddRange("\r\n"u8);
        }

        sent.AddRange("0\r\n\r\n"u8);
        return [.. sent];
    }
}
