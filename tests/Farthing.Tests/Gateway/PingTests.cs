using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Farthing.Tests.Gateway;

/// <summary>A caller must hear something while its provider is silent (wire.md §4); the real bound of 10 s is shortened here.</summary>
public class PingTests
{
    private const string Ask = """{"model":"claude-haiku-4-5","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private const string ChatPing = ": ping\n\n";

    private const string AnthropicPing = "event: ping\ndata: {\"type\":\"ping\"}\n\n";

    private static readonly TimeSpan Longer = TimeSpan.FromMilliseconds(2_500); // a dozen silences, so that a machine which stalls for a second still sees pings

    private static readonly string[] Events =
    [
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-4-5-20251001\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}\n\n",
        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n",
        "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":20}}\n\n",
        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
    ];

    [Theory]
    [InlineData("/v1/messages", AnthropicPing)]
    [InlineData("/v1/chat/completions", ChatPing)]
    public async Task A_provider_that_takes_long_to_answer_is_bridged_by_pings_before_the_stream(string path, string ping)
    {
        await using var gateway = await StartAsync();
        gateway.Anthropic.Then(async http =>
        {
            await Task.Delay(Longer, http.RequestAborted);
            await WriteAsync(http, string.Concat(Events));
        });

        var (response, body) = await gateway.SendAsync(path, Ask);

        Assert.StartsWith(ping + ping, body, StringComparison.Ordinal);
        Assert.Contains("Hello", body, StringComparison.Ordinal);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(" status=200 completed end_turn input=10 ", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages", AnthropicPing)]
    [InlineData("/v1/chat/completions", ChatPing)]
    public async Task A_pause_within_the_stream_is_bridged_too(string path, string ping)
    {
        await using var gateway = await StartAsync();
        gateway.Anthropic.Then(http => WriteAsync(http, string.Concat(Events[..3]), string.Concat(Events[3..])));

        var (_, body) = await gateway.SendAsync(path, Ask);

        var (first, last) = (body.IndexOf("Hello", StringComparison.Ordinal), body.IndexOf(path.EndsWith("messages", StringComparison.Ordinal) ? "message_delta" : "\"stop\"", StringComparison.Ordinal));
        Assert.InRange(body.IndexOf(ping, StringComparison.Ordinal), first, last);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task No_ping_falls_into_an_event_that_is_under_way(string newLine)
    {
        await using var gateway = await StartAsync();
        var all = string.Concat(Events).Replace("\n", newLine, StringComparison.Ordinal);
        var middle = all.IndexOf("Hel", StringComparison.Ordinal);
        var between = all.IndexOf("event: content_block_stop", StringComparison.Ordinal);
        gateway.Anthropic.Then(http => WriteAsync(http, all[..middle], all[middle..between], all[between..]));

        var (_, body) = await gateway.SendAsync("/v1/messages", Ask);

        Assert.Equal(all, body.Replace(AnthropicPing, "", StringComparison.Ordinal));
        Assert.True(body.IndexOf(AnthropicPing, StringComparison.Ordinal) > middle, "pings came between events only");
    }

    [Theory]
    [InlineData("/v1/messages", "event: error\ndata: {\"type\":\"error\"")]
    [InlineData("/v1/chat/completions", "data: {\"error\":{")]
    public async Task A_refusal_after_the_first_ping_is_an_error_event_and_a_reset(string path, string error)
    {
        await using var gateway = await StartAsync();
        gateway.Anthropic.Then(async http =>
        {
            await Task.Delay(Longer, http.RequestAborted);
            http.Response.StatusCode = 400;
            await http.Response.WriteAsync("""{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 > 8"}}""");
        });

        using var request = TestGateway.Post(path, Ask);
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var text = new StringBuilder();
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var chunk = new byte[4_096];
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            int read;
            while ((read = await stream.ReadAsync(chunk, TestContext.Current.CancellationToken)) > 0) text.Append(Encoding.UTF8.GetString(chunk, 0, read));
        });

        Assert.Contains(error, text.ToString(), StringComparison.Ordinal);
        Assert.Contains("prompt is too long: 9 > 8", text.ToString(), StringComparison.Ordinal);
        Assert.Contains(" refused ", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_between_tries_is_no_silence_so_a_late_refusal_keeps_its_status()
    {
        await using var gateway = await StartAsync();
        for (var i = 0; i < 3; i++) gateway.Anthropic.Then(429, """{"type":"error","error":{"type":"rate_limit_error","message":"slow"}}""", ("retry-after", "1"));
        var (response, _) = await gateway.SendAsync("/v1/messages", Ask);
        Assert.Equal(429, (int)response.StatusCode);
    }

    private static Task<TestGateway> StartAsync() => TestGateway.StartAsync(s => s with { Silence = TimeSpan.FromMilliseconds(200) });

    /// <summary>Writes the pieces with a long silence between them.</summary>
    private static async Task WriteAsync(HttpContext http, params string[] pieces)
    {
        http.Response.ContentType = "text/event-stream";
        foreach (var (i, piece) in pieces.Index())
        {
            if (i > 0) await Task.Delay(Longer, http.RequestAborted);
            await http.Response.WriteAsync(piece, http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
