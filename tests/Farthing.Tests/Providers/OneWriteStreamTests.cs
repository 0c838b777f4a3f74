using System.Text;
using CsCheck;
using Farthing.Providers;
using Xunit;

namespace Farthing.Tests.Providers;

public sealed class OneWriteStreamTests
{
    [Fact]
    public async Task A_request_that_HttpClient_writes_in_two_pieces_leaves_in_one()
    {
        var request = Request(new string('x', 6000));
        var writes = await WrittenAsync(request[..4096], request[4096..]);
        Assert.Equal([request], writes);
    }

    [Fact]
    public async Task A_body_that_looks_like_the_head_of_a_request_is_not_taken_for_one()
    {
        var large = Request(new string('x', 40_000) + "\r\nContent-Length: 99\r\n\r\n");
        var next = Request(new string('y', 5000));
        var writes = await WrittenAsync(large[..4096], large[4096..40_000], large[40_000..], next[..4096], next[4096..]);
        Assert.Equal([large[..4096], large[4096..40_000], large[40_000..], next], writes);
    }

    [Fact]
    public async Task After_a_body_of_no_stated_length_all_is_passed_on_as_it_is_written()
    {
        const string Chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        var next = Request(new string('y', 5000));
        Assert.Equal([Chunked, "3\r\n{}\n\r\n", next[..4096], next[4096..]], await WrittenAsync(Chunked, "3\r\n{}\n\r\n", next[..4096], next[4096..]));
    }

    [Fact]
    public void Whatever_is_written_in_whatever_pieces_arrives_byte_by_byte_and_whole_at_the_end_of_each_request() =>
        Gen.Select(Gen.Int[0, 40_000].Array[1, 5], Gen.Int[1, 9000]).Sample((bodies, piece) =>
        {
            var requests = bodies.Select(b => Request(new string('b', b))).ToArray();
            var arrived = new Recorded();
            var stream = new OneWriteStream(arrived);
            var sent = "";
            foreach (var request in requests)
            {
                var first = Math.Max(piece, request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4); // HttpClient writes the head whole
                for (var at = 0; at < request.Length; at += at == 0 ? first : piece)
                    stream.WriteAsync(Encoding.ASCII.GetBytes(request.Substring(at, Math.Min(at == 0 ? first : piece, request.Length - at))), TestContext.Current.CancellationToken).AsTask().Wait();
                sent += request;
                Assert.Equal(sent, string.Concat(arrived.Writes));
            }
        }, iter: 200);

    private static string Request(string body) => $"POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static async Task<IReadOnlyList<string>> WrittenAsync(params string[] pieces)
    {
        var arrived = new Recorded();
        await using var stream = new OneWriteStream(arrived);
        foreach (var piece in pieces) await stream.WriteAsync(Encoding.ASCII.GetBytes(piece), TestContext.Current.CancellationToken);
        return arrived.Writes;
    }

    /// <summary>Keeps each write apart, as a socket's reader cannot.</summary>
    private sealed class Recorded : MemoryStream
    {
        public List<string> Writes { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(Encoding.ASCII.GetString(buffer.Span));
            return default;
        }
    }
}
