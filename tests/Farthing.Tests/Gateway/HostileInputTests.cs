using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Farthing.Tests.Gateway;

/// <summary>Whatever a caller or a provider sends: an answer in the caller's dialect that says what is wrong, never a 500, and one closed ledger entry.</summary>
public class HostileInputTests
{
    private const string Ask = """{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""";

    private const string Said = """{"id":"m","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":20}}""";

    private const string ChatSaid = """{"id":"c","object":"chat.completion","created":1,"model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30}}""";

    [Theory]
    [InlineData("""{"model":"claude-haiku-4-5","max_tokens":9223372036854775807,"messages":[{"role":"user","content":"hi"}]}""", "max_tokens")]
    [InlineData("""{"model":"claude-haiku-4-5","max_tokens":5,"messages":[{"role":"user","content":"hi"}],"\ud800":1}""", "Unicode")]
    [InlineData("""{"model":"gpt-4o-mini","max_tokens":5,"messages":[{"role":"user","content":[{"type":"text","text":"hi","\ud800":1}]}]}""", "Unicode")]
    [InlineData("""{"model":"gpt-4o-mini","max_tokens":5,"n":9223372036854775807,"messages":[{"role":"user","content":"hi"}]}""", "n:")]
    public async Task A_request_that_cannot_be_counted_or_read_is_400_that_names_the_field(string body, string named)
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Limit = new(1_000_000_000_000) });

        var (response, answer) = await gateway.SendAsync("/v1/messages", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, answer);
        Assert.Empty(gateway.OpenAI.Requests);
    }

    [Theory]
    [InlineData("/api/chat", "false", "null", true)] // Ollama streams unless it is told not to
    [InlineData("/v1/responses", "true", "null", false)]
    [InlineData("/v1/responses", "false", "true", true)]
    public async Task Of_a_stream_flag_that_comes_twice_provider_and_caller_get_the_same_reading(string path, string first, string last, bool streams)
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Providers = [s.Providers[1] with { Dialects = ["openai-chat"] }] });
        gateway.OpenAI.Then(200, streams ? "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n" : ChatSaid);

        var (response, body) = await gateway.SendAsync(path,
            $$"""{"model":"gpt-4o-mini","stream":{{first}},"{{(path == "/api/chat" ? "messages" : "input")}}":[{"role":"user","content":"hi"}],"stream":{{last}}}""");

        Assert.True(response.IsSuccessStatusCode, body);
        Assert.Equal(streams, Assert.Single(gateway.OpenAI.Requests).Body.Contains("\"stream\":true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("é")]
    [InlineData("""a\nb""")]
    public async Task A_dropped_field_of_any_name_is_announced_in_a_header_that_HTTP_allows(string field)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.Then(200, ChatSaid);

        var (response, _) = await gateway.SendAsync("/v1/messages", Ask.Replace("claude-haiku-4-5", "gpt-4o-mini").Replace("{\"model\"", $"{{\"{field}\":1,\"model\""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("?", response.Headers.GetValues("x-farthing-dropped").Single());
    }

    [Fact]
    public async Task A_byte_order_mark_does_not_stand_in_the_way_of_a_translation()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.Then(200, ChatSaid);

        var (response, _) = await gateway.SendAsync("/v1/messages", "\uFEFF" + Ask.Replace("claude-haiku-4-5", "gpt-4o-mini"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/v1/messages", "ZZ\r\n")]
    [InlineData("/v1/messages", "FFFFFFFFFFFFFFFF\r\nx")]
    [InlineData("/v1/messages/count_tokens", "FFFFFFFFFFFFFFFF\r\nx")]
    public async Task A_body_in_broken_chunks_is_400(string path, string chunk)
    {
        await using var gateway = await TestGateway.StartAsync();

        var answer = await RawAsync(gateway.Address, $"POST {path} HTTP/1.1\r\nHost: x\r\nx-api-key: {TestGateway.Key}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}");

        Assert.StartsWith("HTTP/1.1 400 ", answer);
        Assert.Contains("invalid_request_error", answer);
    }

    [Fact]
    public async Task A_header_that_cannot_be_passed_on_is_400_and_the_provider_is_not_called()
    {
        await using var gateway = await TestGateway.StartAsync();

        var answer = await RawAsync(gateway.Address,
            $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: {TestGateway.Key}\r\nanthropic-beta: é\r\nConnection: close\r\nContent-Length: {Ask.Length}\r\n\r\n{Ask}");

        Assert.StartsWith("HTTP/1.1 400 ", answer);
        Assert.Contains("anthropic-beta", answer);
        Assert.Empty(gateway.Anthropic.Requests);
        Assert.StartsWith("release", (await gateway.LedgerAsync())[^1]);
    }

    [Theory]
    [InlineData("/v1/modules/gpt-4.1")]
    [InlineData("/x.json")]
    public async Task An_unknown_path_with_a_dot_gets_the_same_404_as_any_other(string path)
    {
        await using var gateway = await TestGateway.StartAsync();

        using var response = await gateway.Http.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("is not served here", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_answers_204_is_502(bool stream)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(http =>
        {
            http.Response.StatusCode = 204;
            return Task.CompletedTask;
        });

        var (response, body) = await gateway.SendAsync("/v1/messages", stream ? Ask.Replace("{\"model\"", "{\"stream\":true,\"model\"") : Ask);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("204", body);
    }

    [Fact]
    public async Task An_answer_with_a_field_of_no_Unicode_name_passes_as_it_is()
    {
        await using var gateway = await TestGateway.StartAsync();
        var odd = Said.Replace("{\"id\"", "{\"\\ud800\":1,\"id\"");
        gateway.Anthropic.Then(200, odd);

        var (response, body) = await gateway.SendAsync("/v1/messages", Ask);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(odd, body);
        Assert.Contains(" status=200 completed ", (await gateway.LedgerAsync())[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_counts_beyond_reason_are_not_taken_from_a_provider_and_the_limit_stays_usable()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Limit = new(1_000_000_000) });
        gateway.Anthropic.Then(200, Said.Replace("\"output_tokens\":20", "\"output_tokens\":9223372036854775807")).Then(200, Said);

        await gateway.SendAsync("/v1/messages", Ask);
        var (response, _) = await gateway.SendAsync("/v1/messages", Ask);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        // Ten reported tokens in, and as many out as the answer's bytes can be.
        Assert.EndsWith("input=10 output=51 estimated=1 cost_nanos=265000", (await gateway.LedgerAsync(2)).First(l => l.StartsWith("settle", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_caller_that_leaves_between_two_tries_owes_nothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(529, "{}", ("retry-after", "5"));

        using (var leaving = new CancellationTokenSource())
        {
            var asking = gateway.Http.SendAsync(TestGateway.Post("/v1/messages", Ask), leaving.Token);
            while (gateway.Anthropic.Requests.Count == 0) await Task.Delay(10, TestContext.Current.CancellationToken);
            await Task.Delay(300, TestContext.Current.CancellationToken);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        }

        Assert.StartsWith("release", (await gateway.LedgerAsync())[^1]);
    }

    private static async Task<string> RawAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
