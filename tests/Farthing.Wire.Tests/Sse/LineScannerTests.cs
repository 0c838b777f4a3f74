using System.Text;
using CsCheck;

namespace Farthing.Wire.Tests.Sse;

public sealed class LineScannerTests
{
    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", new[] { "{\"a\":1}", "{\"b\":2}" })]
    [InlineData("\uFEFF{\"a\":1}\r\n\r\n  {\"b\":2} ", new[] { "{\"a\":1}", "{\"b\":2}" })]
    [InlineData("\n\n", new string[0])]
    public void Finds_every_document_however_the_bytes_are_cut(string stream, string[] expected) =>
        Gen.Int[1, 5].Array[40].Sample(cuts => Assert.Equal(expected, Scan(Encoding.UTF8.GetBytes(stream), cuts)), iter: 50);

    [Fact]
    public void Refuses_a_line_that_does_not_end()
    {
        using var scanner = new LineScanner(maxEventBytes: 8);
        scanner.Feed("12345678"u8, (_, _) => { });
        Assert.Throws<WireException>(() => scanner.Feed("9"u8, (_, _) => { }));
    }

    private static List<string> Scan(byte[] bytes, int[] cuts)
    {
        var found = new List<string>();
        using var scanner = IStreamScanner.For(Framing.Lines);
        SseHandler handler = (_, data) => found.Add(Encoding.UTF8.GetString(data.Span));
        for (var (at, i) = (0, 0); at < bytes.Length; i++)
        {
            var length = Math.Min(cuts[i % cuts.Length], bytes.Length - at);
            scanner.Feed(bytes.AsSpan(at, length), handler);
            at += length;
        }
        scanner.Finish(handler);
        return found;
    }
}
