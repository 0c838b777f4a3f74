using System.Text;
using CsCheck;

namespace Farthing.Wire.Tests.Sse;

public sealed class SseScannerTests
{
    private static readonly string[] Parts = ["data:", "data: ", "event: ", ":", "\n", "\r", "\r\n", "\n\n", "x", "é", "\uFEFF"];

    [Theory]
    [InlineData("data: a\n\n", "|a")]
    [InlineData("data:a\r\n\r\n", "|a")]
    [InlineData("data: a\r\rdata: b\r\r", "|a;|b")]
    [InlineData("\uFEFFevent: x\ndata: a\n\n", "x|a")]
    [InlineData(": comment\n\ndata: a\n\n", "|a")]
    [InlineData("data: a\ndata: b\ndata\n\n", "|a\nb\n")]
    [InlineData("event: x\n\ndata: a\n\n", "|a")]
    [InlineData("id: 1\nretry: 5\nfoo: bar\ndata:  two spaces\n\n", "| two spaces")]
    [InlineData("event:one\nevent: two\ndata: a\n\n", "two|a")]
    [InlineData("data: é€😀\n\n", "|é€😀")]
    [InlineData("data: unfinished", "|unfinished")]
    [InlineData("data: no blank line\n", "|no blank line")]
    [InlineData("\n\n\n", "")]
    public void Finds_the_events_wherever_the_bytes_are_cut(string stream, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        Assert.Equal(expected, Scan(bytes, bytes.Length));
        for (var size = 1; size < bytes.Length; size++) Assert.Equal(expected, Scan(bytes, size));
    }

    [Fact]
    public void Any_cutting_of_any_text_gives_the_same_events() =>
        Gen.Select(Gen.Int[0, Parts.Length - 1].Select(i => Parts[i]).List[0, 30], Gen.Int[1, 9])
            .Sample((parts, size) =>
            {
                var bytes = Encoding.UTF8.GetBytes(string.Concat(parts));
                return Scan(bytes, size) == Scan(bytes, Math.Max(1, bytes.Length));
            });

    [Fact]
    public void Refuses_an_event_over_the_limit()
    {
        using var scanner = new SseScanner(maxEventBytes: 100);
        var small = Encoding.UTF8.GetBytes($"data: {new string('x', 90)}\n\n");
        for (var i = 0; i < 5; i++) scanner.Feed(small, (_, _) => { });
        var e = Assert.Throws<WireException>(() =>
        {
            for (var i = 0; i < 101; i++) scanner.Feed("x"u8, (_, _) => { });
        });
        Assert.Equal(502, e.Error.Status);
    }

    [Theory]
    [InlineData("anthropic", "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n")]
    [InlineData("openai-chat", "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":null}]}\n\n")]
    public void A_passing_delta_allocates_nothing(string dialect, string delta)
    {
        var bytes = Encoding.UTF8.GetBytes(delta);
        var tally = Dialects.Find(dialect)!.NewTally();
        SseHandler observe = tally.Observe;
        using var scanner = new SseScanner();
        for (var i = 0; i < 100; i++) scanner.Feed(bytes, observe);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) scanner.Feed(bytes, observe);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Scan(byte[] bytes, int size)
    {
        var found = new List<string>();
        SseHandler handler = (type, data) => found.Add($"{Encoding.UTF8.GetString(type)}|{Encoding.UTF8.GetString(data.Span)}");
        using var scanner = new SseScanner();
        for (var at = 0; at < bytes.Length; at += size)
            scanner.Feed(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)), handler);
        scanner.Finish(handler);
        return string.Join(';', found);
    }
}
