using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Farthing.Bench;

/// <summary>
/// Both vendors on one port, on a bare socket so that it costs little beside what is measured. It answers with as many tokens as
/// the request's cap names; a streamed answer goes out an event at a time, each in a write of its own.
/// </summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private long _pace;

    public Upstream()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1024);
        _loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>The pause between two events of a stream.</summary>
    public TimeSpan Pace
    {
        get => new(Interlocked.Read(ref _pace));
        set => Interlocked.Exchange(ref _pace, value.Ticks);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // stopped
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        socket.NoDelay = true;
        var buffer = new byte[512 * 1024];
        var filled = 0;
        try
        {
            int read;
            while ((read = await socket.ReceiveAsync(buffer.AsMemory(filled), _stop.Token)) > 0)
            {
                filled += read;
                if (!IsWhole(buffer.AsSpan(0, filled))) continue;
                var (vendor, tokens, stream) = Asked(buffer.AsSpan(0, filled));
                filled = 0;
                if (stream) await StreamAsync(socket, ReplyText.Stream(vendor, tokens));
                else await socket.SendAsync(ReplyText.Whole(vendor, tokens), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // the proxy closed its connection
        }
    }

    private async Task StreamAsync(Socket socket, byte[][] pieces)
    {
        foreach (var piece in pieces)
        {
            await socket.SendAsync(piece, _stop.Token);
            if (Pace > TimeSpan.Zero) await Task.Delay(Pace, _stop.Token);
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);
        return end >= 0 && received.Length >= end + 4 + Number(received[..end], "ontent-"u8, "ength: "u8);
    }

    private static (Vendor Vendor, int Tokens, bool Stream) Asked(ReadOnlySpan<byte> request)
    {
        var tokens = Number(request, "\"max_tokens\""u8, ":"u8);
        return (request.StartsWith("POST /v1/messages"u8) ? Vendor.Anthropic : Vendor.OpenAI,
            tokens > 0 ? tokens : Number(request, "\"max_completion_tokens\""u8, ":"u8),
            request.IndexOf("\"stream\":true"u8) >= 0);
    }

    /// <summary>The number behind <paramref name="name"/> and, soon after it, <paramref name="separator"/>; 0 where there is none.</summary>
    private static int Number(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, ReadOnlySpan<byte> separator)
    {
        while (text.IndexOf(name) is >= 0 and var at)
        {
            text = text[(at + name.Length)..];
            var digits = text[..Math.Min(text.Length, 12)].IndexOf(separator);
            if (digits >= 0 && Utf8Parser.TryParse(text[(digits + separator.Length)..], out int number, out _)) return number;
        }

        return 0;
    }
}
