namespace Farthing.Wire;

/// <summary>
/// Finds server-sent events in chunks of bytes that may be cut anywhere (WHATWG HTML §9.2.6): LF, CRLF or CR,
/// a byte-order mark, comments, <c>data:</c> without a space, data over several lines.
/// It allocates nothing for an event once its pooled buffers are large enough; hand it a cached delegate.
/// </summary>
/// <param name="maxEventBytes">The most bytes that one event may have.</param>
public sealed class SseScanner(int maxEventBytes = SseScanner.DefaultMaxEventBytes) : IStreamScanner
{
    public const int DefaultMaxEventBytes = 16 * 1024 * 1024;

    private readonly PooledBytes _line = new();
    private readonly PooledBytes _data = new();
    private readonly PooledBytes _type = new();
    private bool _hasData;
    private bool _afterCr;
    private bool _atStart = true;

    public void Feed(ReadOnlySpan<byte> chunk, SseHandler to)
    {
        if (_afterCr && chunk.Length > 0)
        {
            _afterCr = false;
            if (chunk[0] == '\n') chunk = chunk[1..];
        }
        while (chunk.Length > 0)
        {
            var end = chunk.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                Guard(chunk.Length);
                _line.Append(chunk);
                return;
            }
            Guard(end);
            EndLine(chunk[..end], to);
            if (chunk[end] == '\r')
            {
                if (end + 1 == chunk.Length) _afterCr = true;
                else if (chunk[end + 1] == '\n') end++;
            }
            chunk = chunk[(end + 1)..];
        }
    }

    /// <summary>Hands on an event that lacks only its closing blank line; servers forget it after the last one.</summary>
    public void Finish(SseHandler to)
    {
        if (_line.Length > 0) EndLine([], to);
        Dispatch(to);
    }

    public void Dispose()
    {
        _line.Dispose();
        _data.Dispose();
        _type.Dispose();
    }

    private void EndLine(ReadOnlySpan<byte> rest, SseHandler to)
    {
        if (_line.Length == 0)
        {
            Line(rest, to);
            return;
        }
        _line.Append(rest);
        Line(_line.Written.Span, to);
        _line.Clear();
    }

    private void Line(ReadOnlySpan<byte> line, SseHandler to)
    {
        if (_atStart)
        {
            _atStart = false;
            if (line.StartsWith("\uFEFF"u8)) line = line[3..];
        }
        if (line.IsEmpty)
        {
            Dispatch(to);
            return;
        }
        var colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? [] : line[(colon + 1)..];
        if (value.StartsWith(" "u8)) value = value[1..];
        if (field.SequenceEqual("data"u8))
        {
            if (_hasData) _data.Append("\n"u8);
            _data.Append(value);
            _hasData = true;
        }
        else if (field.SequenceEqual("event"u8))
        {
            _type.Clear();
            _type.Append(value);
        }
    }

    private void Dispatch(SseHandler to)
    {
        if (_hasData) to(_type.Written.Span, _data.Written);
        _hasData = false;
        _data.Clear();
        _type.Clear();
    }

    private void Guard(int more)
    {
        if ((long)_line.Length + _data.Length + _type.Length + more > maxEventBytes) throw ProviderAnswer.EventTooLarge(maxEventBytes);
    }
}
