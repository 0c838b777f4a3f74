using System.Net;
using System.Net.Sockets;
using System.Text;
using Farthing.Tests.Fuzz.Gateways;
using Xunit;

namespace Farthing.Tests.Gateway;

/// <summary>How large, how deep and how slow a call may be, at the edge and one past it.</summary>
public class LimitsTests
{
    private const int Most = 32 * 1024 * 1024;

    private const string ChatSaid = """{"id":"c","object":"chat.completion","created":1,"model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30}}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_32_MB_is_translated_and_one_byte_more_is_413_whether_its_length_is_given_or_not(bool chunked)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.Then(200, ChatSaid);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(gateway, Most, chunked)).Status);
        var (status, body) = await SendAsync(gateway, Most + 1, chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("\"type\":\"request_too_large\"", body, StringComparison.Ordinal);
        Assert.Contains("32 MB", body, StringComparison.Ordinal);
        Assert.True(Assert.Single(gateway.OpenAI.Requests).Body.Length > Most - 1_000);
    }

    [Theory]
    [InlineData("/v1/messages", "\"type\":\"invalid_request_error\"")]
    [InlineData("/v1/chat/completions", "\"type\":\"invalid_request_error\"")]
    [InlineData("/v1/messages/count_tokens", "\"type\":\"invalid_request_error\"")]
    [InlineData("/api/chat", "{\"error\":\"")]
    [InlineData("/api/show", "{\"error\":\"")]
    public async Task A_compressed_body_is_415_that_says_so_in_the_callers_dialect(string path, string shape)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var request = TestGateway.Post(path, "{}");
        request.Content!.Headers.ContentEncoding.Add("gzip");

        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(shape, body, StringComparison.Ordinal);
        Assert.Contains("gzip", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_waits_for_100_continue_gets_it_and_one_without_a_key_is_told_so_before_it_sends()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, "{}");
        const string Ask = """{"model":"claude-haiku-4-5","max_tokens":1,"messages":[]}""";
        var head = $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: {Ask.Length}\r\n";

        using (var client = await ConnectAsync(gateway.Address, head + $"x-api-key: {TestGateway.Key}\r\n\r\n"))
        {
            var stream = client.GetStream();
            Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await ReadAsync(stream, 25));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Ask), TestContext.Current.CancellationToken);
            Assert.StartsWith("HTTP/1.1 200 ", await ReadAsync(stream, 13), StringComparison.Ordinal);
        }

        using var stranger = await ConnectAsync(gateway.Address, head + "\r\n");
        Assert.StartsWith("HTTP/1.1 401 ", await ReadAsync(stranger.GetStream(), 13), StringComparison.Ordinal);
    }

    /// <summary>Text has its bound; so has all else that is kept of a stream until it is whole, which would fill the memory.</summary>
    [Theory]
    [InlineData("/v1/chat/completions", "claude-haiku-4-5", """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"LONG"}}""")]
    [InlineData("/v1/chat/completions", "claude-haiku-4-5", """{"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"LONG"}}""")]
    [InlineData("/v1/messages", "gpt-4o-mini", """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"LONG"}}]}}]}""")]
    public async Task A_stream_of_more_than_64_MB_ends_with_the_callers_error_event_and_a_reset(string path, string model, string piece)
    {
        await using var gateway = await TestGateway.StartAsync();
        const string Start = """{"type":"message_start","message":{"id":"m","model":"m","content":[{"type":"text","text":""}]}}""";
        const string Thought = """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}""";
        var data = $"data: {piece.Replace("LONG", new string('a', 1024 * 1024), StringComparison.Ordinal)}\n\n";
        gateway.Anthropic.ThenStream([$"data: {Start}\n\n", $"data: {Thought}\n\n", .. Enumerable.Repeat(data, 70)]);
        gateway.OpenAI.ThenStream(Enumerable.Repeat(data, 70));

        using var request = TestGateway.Post(path, $$"""{"model":"{{model}}","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var said = new List<string>();
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line) said.Add(line);
        });
        Assert.Contains("the provider's answer is larger than 64 MB", said.Last(l => l.Length > 0), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages", 60, 200)]
    [InlineData("/v1/messages", 64, 400)]
    [InlineData("/v1/messages", 100_000, 400)]
    [InlineData("/v1/messages/count_tokens", 100_000, 400)]
    [InlineData("/api/show", 10_000, 400)]
    public async Task A_schema_too_deep_is_400(string path, int depth, int status)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.Then(200, ChatSaid);
        var schema = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

        var (response, body) = await gateway.SendAsync(path,
            $$"""{"model":"gpt-4o-mini","max_tokens":1,"messages":[{"role":"user","content":"u"}],"tools":[{"name":"t","input_schema":{{schema}}}]}""");

        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} {body}");
    }

    [Fact]
    public async Task Arguments_that_are_deeper_than_any_body_may_be_still_pass_as_the_text_that_they_are()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, """{"id":"m","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""");
        var deep = new string('[', 100_000) + new string(']', 100_000);

        var (response, body) = await gateway.SendAsync("/v1/chat/completions", $$$"""
            {"model":"claude-haiku-4-5","messages":[{"role":"user","content":"u"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"t","arguments":"{\"a\":{{{deep}}}}"}}]},{"role":"tool","tool_call_id":"c","content":"{{{deep}}}"}]}
            """);

        Assert.True(response.IsSuccessStatusCode, body);
        Assert.Contains("{\"_raw\":\"", Assert.Single(gateway.Anthropic.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_count_over_very_many_fields_of_one_object_takes_time_that_grows_with_their_number()
    {
        await using var gateway = await TestGateway.StartAsync();
        var fields = string.Join(',', Enumerable.Repeat("\"data\":\"\"", 300_000));

        var (response, _) = await gateway.SendAsync("/v1/messages/count_tokens", $$"""{"model":"gpt-4o-mini","messages":[{"role":"user","content":[{{{fields}}}]}]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/v1/messages", true)]
    [InlineData("/v1/chat/completions", true)]
    [InlineData("/v1/messages", false)]
    public async Task A_caller_that_never_reads_is_let_go_when_patience_ends_and_its_answer_is_not_piled_up(string path, bool stream)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var gateway = await TestGateway.StartAsync(
            s => s with { Providers = [new("anthropic", ["anthropic"], new Uri($"http://{listener.LocalEndpoint}/v1"), "sk")] }, new FastClock(speed: 100)); // five minutes are three seconds
        var ask = $$"""{"model":"claude-haiku-4-5","max_tokens":5,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"u"}]}""";

        using var client = await ConnectAsync(gateway.Address, $"POST {path} HTTP/1.1\r\nHost: x\r\nx-api-key: {TestGateway.Key}\r\nContent-Length: {ask.Length}\r\n\r\n{ask}");
        var taken = await FloodAsync(listener, stream);

        Assert.True(taken < 60_000_000, $"{taken} bytes were taken from the provider for a caller that reads none");
        Assert.Contains(" caller_left ", (await gateway.LedgerAsync(atLeast: 1))[^1], StringComparison.Ordinal);
    }

    /// <summary>A provider that sends a stream without end, or a large answer; how many bytes it got rid of.</summary>
    private static async Task<long> FloodAsync(TcpListener listener, bool stream)
    {
        const string Head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: ", Text = "aaaaaaaaaaaaaaaa";
        const string Start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\nevent: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n";
        var large = string.Concat(Enumerable.Repeat(Text, 1_000));
        var piece = Encoding.ASCII.GetBytes(stream ? $"event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"text_delta\",\"text\":\"{large}\"}}}}\n\n" : large);
        using var socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await using var to = new NetworkStream(socket);
        await RawHttp.ReadAsync(to, TestContext.Current.CancellationToken);
        await to.WriteAsync(Encoding.ASCII.GetBytes(stream ? $"{Head}text/event-stream\r\n\r\n{Start}"
            : $"{Head}application/json\r\n\r\n{{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"usage\":{{\"input_tokens\":1,\"output_tokens\":1}},\"stop_reason\":\"end_turn\",\"content\":[{{\"type\":\"text\",\"text\":\""), TestContext.Current.CancellationToken);
        var taken = 0L;
        try
        {
            for (; taken < (stream ? 500_000_000 : 40_000_000); taken += piece.Length) await to.WriteAsync(piece, TestContext.Current.CancellationToken);
            if (!stream) await to.WriteAsync("\"}]}"u8.ToArray(), TestContext.Current.CancellationToken);
        }
        catch (IOException) // the gateway has hung up
        {
        }

        return taken;
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(TestGateway gateway, int length, bool chunked)
    {
        const string Start = """{"model":"gpt-4o-mini","max_tokens":5,"messages":[{"role":"user","content":""", End = "\"\"}]}";
        var body = (Start + End).Insert(Start.Length + 1, new string('a', length - Start.Length - End.Length));
        using var request = TestGateway.Post("/v1/messages", body);
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<TcpClient> ConnectAsync(Uri to, string send)
    {
        var client = new TcpClient { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(to.Host, to.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(send), TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task<string> ReadAsync(NetworkStream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(bytes);
    }
}
