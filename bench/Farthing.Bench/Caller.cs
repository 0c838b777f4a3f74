using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Farthing.Bench;

/// <summary>One keep-alive connection of a caller, on a bare socket: sends a ready request, reads the answer to its end and checks that it is whole.</summary>
internal sealed class Caller : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<Caller> ConnectAsync(int port)
    {
        var caller = new Caller();
        await caller._socket.ConnectAsync(IPAddress.Loopback, port);
        return caller;
    }

    /// <exception cref="IOException">The answer is no success, or is cut.</exception>
    public async Task AskAsync(ReadOnlyMemory<byte> request, CancellationToken cancel)
    {
        await _socket.SendAsync(request, cancel);
        var (filled, head, end) = (0, 0, -1L); // end: where the answer ends; -1 in a chunked one, which says so itself
        long total = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled), cancel);
            if (read == 0) throw new IOException("the connection was closed before the answer was whole");
            total += read;
            filled += read;
            if (head == 0 && (head = Head(_buffer.AsSpan(0, filled), out end)) == 0) continue;
            if (end >= 0 ? total >= end : _buffer.AsSpan(0, filled).EndsWith("\r\n0\r\n\r\n"u8))
            {
                // A stream must have come to its own end, not only to that of its chunks.
                if (end < 0 && Tail(filled).IndexOf("message_stop"u8) < 0 && Tail(filled).IndexOf("[DONE]"u8) < 0) throw new IOException("the stream is not complete");
                return;
            }

            if (filled < _buffer.Length / 2) continue;
            _buffer.AsSpan(filled - 256, 256).CopyTo(_buffer);
            filled = 256;
        }
    }

    public void Dispose() => _socket.Dispose();

    private ReadOnlySpan<byte> Tail(int filled) => _buffer.AsSpan(Math.Max(0, filled - 200), Math.Min(200, filled));

    /// <summary>The length of the answer's head; 0 until it is there.</summary>
    private static int Head(ReadOnlySpan<byte> received, out long end)
    {
        end = -1;
        var length = received.IndexOf("\r\n\r\n"u8) + 4;
        if (length < 4) return 0;
        var text = Encoding.ASCII.GetString(received[..length]);
        if (!text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)) throw new IOException($"the answer is no success: {Encoding.UTF8.GetString(received)}");
        foreach (var line in text.Split("\r\n"))
            if (line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase)) end = length + long.Parse(line.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture);
        return length;
    }
}
