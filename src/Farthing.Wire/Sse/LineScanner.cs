namespace Farthing.Wire;

/// <summary>Finds the documents of an NDJSON stream in chunks that may be cut anywhere: LF or CRLF, blank lines, a byte-order mark.</summary>
/// <param name="maxEventBytes">The most bytes that one line may have.</param>
public sealed class LineScanner(int maxEventBytes = SseScanner.DefaultMaxEventBytes) : IStreamScanner
{
    private static readonly byte[] Blanks = [.. " \t\r"u8];

    private readonly PooledBytes _line = new();
    private bool _atStart = true;

    public void Feed(ReadOnlySpan<byte> chunk, SseHandler to)
    {
        while (chunk.Length > 0)
        {
            var end = chunk.IndexOf((byte)'\n');
            var piece = end < 0 ? chunk : chunk[..end];
            if ((long)_line.Length + piece.Length > maxEventBytes) throw ProviderAnswer.EventTooLarge(maxEventBytes);
            _line.Append(piece);
            if (end < 0) return;
            EndLine(to);
            chunk = chunk[(end + 1)..];
        }
    }

    public void Finish(SseHandler to) => EndLine(to);

    public void Dispose() => _line.Dispose();

    private void EndLine(SseHandler to)
    {
        var line = _line.Written;
        if (_atStart && line.Span.StartsWith("\uFEFF"u8)) line = line[3..];
        _atStart &= line.IsEmpty;
        line = line.Trim(Blanks);
        if (!line.IsEmpty) to(default, line);
        _line.Clear();
    }
}
