using System.Globalization;
using System.Text;

namespace Farthing.Tests.Fuzz.Gateways;

/// <summary>A message as it came over a socket.</summary>
/// <param name="IsWhole">Whether it ended as its own framing says, and not because the connection did.</param>
internal sealed record RawMessage(string Head, byte[] Body, bool IsWhole)
{
    public int Status => int.Parse(Head.AsSpan(9, 3), CultureInfo.InvariantCulture);

    public string? Header(string name) => Head.Split("\r\n").Skip(1).Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => l[(name.Length + 1)..].Trim()).FirstOrDefault();
}

/// <summary>Just enough of HTTP/1.1 to see what a client library would hide.</summary>
internal static class RawHttp
{
    /// <summary>Reads one message; null when the other side closed before it had sent a byte.</summary>
    public static async Task<RawMessage?> ReadAsync(Stream stream, CancellationToken cancel, bool isAnswer = false)
    {
        var bytes = new MemoryStream();
        var end = -1;
        while ((end = Text(bytes).IndexOf("\r\n\r\n"u8)) < 0)
            if (!await MoreAsync(stream, bytes, cancel)) return bytes.Length == 0 ? null : new RawMessage(Encoding.Latin1.GetString(bytes.ToArray()), [], false);
        var head = Encoding.Latin1.GetString(bytes.GetBuffer(), 0, end);
        if (isAnswer && head.StartsWith("HTTP/1.1 100", StringComparison.Ordinal)) return await AfterContinueAsync(stream, bytes, end + 4, cancel);
        return await BodyAsync(new RawMessage(head, [], false), stream, bytes, end + 4, isAnswer, cancel);
    }

    private static async Task<RawMessage?> AfterContinueAsync(Stream stream, MemoryStream read, int from, CancellationToken cancel) =>
        await ReadAsync(new Prefixed(read.ToArray()[from..], stream), cancel, isAnswer: true);

    private static async Task<RawMessage> BodyAsync(RawMessage head, Stream stream, MemoryStream bytes, int from, bool isAnswer, CancellationToken cancel)
    {
        var chunked = head.Header("transfer-encoding") == "chunked";
        long? length = head.Header("content-length") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : !isAnswer && !chunked ? 0 : null;
        while (true)
        {
            var body = bytes.GetBuffer().AsMemory(from, (int)bytes.Length - from);
            if (chunked && Dechunked(body.Span) is { } whole) return head with { Body = whole, IsWhole = true };
            if (!chunked && length is { } l && body.Length >= l) return head with { Body = body[..(int)l].ToArray(), IsWhole = true };
            if (!await MoreAsync(stream, bytes, cancel)) return head with { Body = chunked ? Partial(body.Span) : body.ToArray(), IsWhole = !chunked && length is null };
        }
    }

    /// <summary>Null while the last chunk is missing.</summary>
    private static byte[]? Dechunked(ReadOnlySpan<byte> body) => body.EndsWith("0\r\n\r\n"u8) && Pieces(body, out var all) ? all : null;

    private static byte[] Partial(ReadOnlySpan<byte> body)
    {
        Pieces(body, out var all);
        return all;
    }

    private static bool Pieces(ReadOnlySpan<byte> body, out byte[] all)
    {
        var found = new List<byte>(body.Length);
        var last = false;
        while (!last && body.IndexOf("\r\n"u8) is > 0 and var line && int.TryParse(body[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size))
        {
            last = size == 0;
            found.AddRange(body.Slice(line + 2, Math.Min(size, body.Length - line - 2)));
            body = body[Math.Min(body.Length, line + 2 + size + 2)..];
        }

        all = [.. found];
        return last;
    }

    private static async Task<bool> MoreAsync(Stream stream, MemoryStream to, CancellationToken cancel)
    {
        var buffer = new byte[16 * 1024];
        int read;
        try
        {
            read = await stream.ReadAsync(buffer, cancel);
        }
        catch (IOException) // reset
        {
            return false;
        }

        to.Write(buffer, 0, read);
        return read > 0;
    }

    private static ReadOnlySpan<byte> Text(MemoryStream bytes) => bytes.GetBuffer().AsSpan(0, (int)bytes.Length);

    /// <summary>Bytes that were read already, and then the rest.</summary>
    private sealed class Prefixed(byte[] first, Stream rest) : MemoryStream(first)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? await base.ReadAsync(buffer, cancellationToken) : await rest.ReadAsync(buffer, cancellationToken);
    }
}
