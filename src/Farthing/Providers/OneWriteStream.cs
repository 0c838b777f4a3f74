using System.Buffers;
using System.Buffers.Text;

namespace Farthing.Providers;

/// <summary>
/// Lets a request leave in one write. HttpClient writes 4 KB of head and body, then the rest of the body, which costs a system call and a
/// TLS record more for each request. Nobody but HttpClient writes here, so the form of its heads can be relied on.
/// </summary>
internal sealed class OneWriteStream(Stream inner) : Stream
{
    /// <summary>A larger request goes out as it is written: to copy it costs more than a write.</summary>
    private const int Most = 32 * 1024;

    private byte[]? _held;
    private int _filled;
    private long _rest; // bytes of the request under way that are still to be written
    private bool _blind; // after a body of no stated length nobody knows where the next request begins

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest == 0 && !_blind)
        {
            _blind = !TryLength(buffer.Span, out _rest);
            if (_rest > buffer.Length && _rest <= Most) _held = ArrayPool<byte>.Shared.Rent((int)_rest);
        }

        _rest = Math.Max(0, _rest - buffer.Length);
        if (_held is null) return inner.WriteAsync(buffer, cancellationToken);
        buffer.Span.CopyTo(_held.AsSpan(_filled));
        _filled += buffer.Length;
        return _rest == 0 ? WriteHeldAsync(cancellationToken) : default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask WriteHeldAsync(CancellationToken cancel)
    {
        var (held, filled) = (_held!, _filled);
        (_held, _filled) = (null, 0);
        try
        {
            await inner.WriteAsync(held.AsMemory(0, filled), cancel);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(held);
        }
    }

    /// <summary>How long the request is that begins here, head and body; false where its head does not say so.</summary>
    private static bool TryLength(ReadOnlySpan<byte> bytes, out long length)
    {
        length = 0;
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        var name = "\r\nContent-Length: "u8;
        var at = bytes[..head].IndexOf(name);
        if (at < 0 || !Utf8Parser.TryParse(bytes[(at + name.Length)..], out long body, out _)) return false;
        length = head + 4 + body;
        return true;
    }
}
