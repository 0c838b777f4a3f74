using System.Text;
using Farthing.Catalogue;
using Farthing.Gateway;
using Farthing.Providers;
using Farthing.Routing;
using Farthing.Wire;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Farthing.Tests.Gateway;

public class StreamAllocationTests
{
    private const string AnthropicStart = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-4-5\",\"content\":[],\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}\n\n";
    private const string AnthropicDelta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" word\"}}\n\n";
    private const string ChatDelta = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"},\"finish_reason\":null}],\"usage\":null}\n\n";

    [Theory]
    [InlineData("anthropic", AnthropicStart, AnthropicDelta, false)]
    [InlineData("openai-chat", ChatDelta, ChatDelta, false)]
    [InlineData("openai-chat", ChatDelta, ChatDelta, true)]
    public async Task A_passing_event_allocates_nothing(string dialect, string first, string delta, bool hideUsage)
    {
        var spoken = Dialects.Find(dialect)!;
        await AllocatedAsync(spoken, first, delta, 2_000, hideUsage); // compiled, pools filled
        // The least of a few runs: a collection in between empties the pools, and then a run pays for a buffer that no event asked for.
        var (few, many) = (long.MaxValue, long.MaxValue);
        for (var i = 0; i < 5; i++)
        {
            few = Math.Min(few, await AllocatedAsync(spoken, first, delta, 1_000, hideUsage));
            many = Math.Min(many, await AllocatedAsync(spoken, first, delta, 11_000, hideUsage));
        }

        Assert.True(many - few < 10_000, $"10,000 events more allocated {many - few} bytes more");
    }

    /// <summary>Bytes that one relayed stream allocates. Every step completes at once, so that all of it happens on this thread.</summary>
    private static async Task<long> AllocatedAsync(Dialect dialect, string first, string delta, int events, bool hideUsage)
    {
        var provider = new Provider("p", [dialect], new Uri("http://127.0.0.1"), null, Simulated: false, LegacyMaxTokens: false);
        var attempt = new Attempt(provider, dialect, "m", null);
        using var response = new HttpResponseMessage { Content = new StreamContent(new Events(Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(delta), events)) };
        var body = "{\"model\":\"m\"}"u8.ToArray();
        var call = new Call(body, RequestHead.Read(body), null, new Plan("m", [attempt]), ModelCatalogue.Embedded.Book("list")!, DateTimeOffset.UnixEpoch);
        var answer = new Answer(new DefaultHttpContext { Response = { Body = Stream.Null } }, dialect, "id", TimeProvider.System);
        var frame = new ReplyFrame("m", "id", 0);
        await using var pulse = new Pulse(TimeProvider.System, TimeSpan.FromMinutes(5), () => Task.CompletedTask);
        await using var patience = new Patience(TimeProvider.System, TimeSpan.FromSeconds(1), CancellationToken.None);
        var relay = new StreamRelay(new Sent(attempt, response), call, answer, patience, pulse, TimeProvider.System);

        var path = new PassingStream(dialect, frame, hideUsage);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var running = relay.RunAsync(path);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        await running;
        Assert.True(call.StreamedBytes > events * (delta.Length - 1));
        return allocated;
    }

    /// <summary>A provider's answer, an event at a time, and then its connection breaks.</summary>
    private sealed class Events(byte[] first, byte[] then, int count) : Stream
    {
        private int _sent;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_sent == count) return ValueTask.FromResult(0);
            var next = _sent++ == 0 ? first : then;
            next.CopyTo(buffer);
            return ValueTask.FromResult(next.Length);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
