using System.Net;
using System.Text.Json;
using Farthing.Catalogue;
using Xunit;

namespace Farthing.Tests.Gateway;

public class RequestFlowTests
{
    private const string Ask = """{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"hi"}],"future_field":{"a":[1,2]}}""";

    private const string Said = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5-20251001","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":4,"cache_read_input_tokens":100,"output_tokens":20},"future":true}""";

    private const string ChatAsk = """{"model":"gpt-4o-mini","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}""";

    private const string ChatSaid = """{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":110,"completion_tokens":20,"total_tokens":130,"prompt_tokens_details":{"cached_tokens":100}}}""";

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    [Fact]
    public async Task Within_a_dialect_the_original_bytes_pass_both_ways()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, Said, ("request-id", "req_9"), ("anthropic-ratelimit-requests-remaining", "5"));

        var (response, body) = await gateway.SendAsync("/v1/messages?beta=true", Ask, ("anthropic-beta", "tools-1,tools-2"), ("anthropic-version", "2026-10-21"));

        Assert.Equal(Said, body);
        var (path, headers, sent) = Assert.Single(gateway.Anthropic.Requests);
        Assert.Equal("/v1/messages", path);
        Assert.Equal(Ask, sent);
        Assert.Equal("sk-ant-provider", headers["x-api-key"]);
        Assert.Equal("tools-1,tools-2", headers["anthropic-beta"]);
        Assert.Equal("2026-10-21", headers["anthropic-version"]);
        Assert.False(headers.ContainsKey("authorization"));
        Assert.Equal("req_9", response.Headers.GetValues("request-id").Single());
        Assert.Equal("5", response.Headers.GetValues("anthropic-ratelimit-requests-remaining").Single());
        Assert.Equal("anthropic", response.Headers.GetValues("x-farthing-provider").Single());
        // 10 fresh at $1, 4 written at $1.25, 100 read at $0.10, 20 out at $5, each per million.
        Assert.Equal("0.000125", response.Headers.GetValues("x-farthing-cost-usd").Single());
    }

    [Fact]
    public async Task The_ledger_holds_one_settlement_priced_to_the_nano_dollar()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, Said);
        await gateway.SendAsync("/v1/messages", Ask);

        Assert.Equal(
            [
                "settle claude-haiku-4-5 claude-haiku-4-5-20251001 anthropic anthropic anthropic attempts=1 status=200 completed end_turn input=10 cache_read=100 cache_write_5m=4 output=20 estimated=0 cost_nanos=125000",
            ],
            await gateway.LedgerAsync());
    }

    [Theory]
    [InlineData("<html>welcome to the proxy</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"id":"msg_1","type":"message","content":[{"type":"te""")]
    public async Task An_answer_that_is_no_whole_JSON_object_is_never_passed_on_as_a_success(string said)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, said);
        var (response, body) = await gateway.SendAsync("/v1/messages", Ask);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("base_url", Json(body).GetProperty("error").GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.Contains(" status=502 provider_broke ", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    /// <summary>Clients that look only at the status read it as an answer without text.</summary>
    [Theory]
    [InlineData("/v1/messages", 529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}""")]
    [InlineData("/v1/messages", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"No"}}""")] // another try would not change it
    [InlineData("/v1/messages", 502, """{"error":"Overloaded"}""")]
    [InlineData("/v1/messages", 502, """{"error":{"\ud800":1,"message":"Overloaded","code":429}}""")]
    [InlineData("/v1/chat/completions", 502, """{"error":{"message":"Overloaded","type":"server_error","param":null,"code":null}}""")]
    [InlineData("/v1/chat/completions", 400, """{"error":{"message":"filtered","type":null,"param":"prompt","code":"content_filter","status":400}}""")] // Azure
    [InlineData("/v1/chat/completions", 429, """{"error":{"message":"Rate limited","code":429}}""")] // OpenRouter
    public async Task An_error_under_status_200_gets_a_status_that_says_so(string path, int status, string said)
    {
        await using var gateway = await TestGateway.StartAsync();
        (path == "/v1/messages" ? gateway.Anthropic : gateway.OpenAI).Then(200, said);
        var (response, body) = await gateway.SendAsync(path, path == "/v1/messages" ? Ask : ChatAsk);
        Assert.Equal((status, said), ((int)response.StatusCode, body));
    }

    [Fact]
    public async Task Across_dialects_question_and_answer_are_translated()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.Then(200, ChatSaid);

        var (response, body) = await gateway.SendAsync("/v1/messages", Ask.Replace("claude-haiku-4-5", "gpt-4o-mini", StringComparison.Ordinal));

        var sent = Json(gateway.OpenAI.Requests.Single().Body);
        Assert.Equal("gpt-4o-mini", sent.GetProperty("model").GetString());
        Assert.Equal("hi", sent.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Equal("Bearer sk-oai-provider", gateway.OpenAI.Requests.Single().Headers["authorization"]);
        var said = Json(body);
        Assert.Equal("message", said.GetProperty("type").GetString());
        Assert.Equal("Hello", said.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(10, said.GetProperty("usage").GetProperty("input_tokens").GetInt32());
        Assert.Equal(100, said.GetProperty("usage").GetProperty("cache_read_input_tokens").GetInt32());
        Assert.Contains("future_field", response.Headers.GetValues("x-farthing-dropped").Single(), StringComparison.Ordinal);
        // 10 at $0.15, 100 at $0.075, 20 at $0.60, each per million.
        Assert.Contains("cost_nanos=21000", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages", """{"type":"error","error":{"type":"authentication_error","message":""")]
    [InlineData("/v1/chat/completions", """{"error":{"message":""")]
    public async Task Without_a_good_key_the_answer_is_401_in_the_callers_dialect_and_not_to_be_retried(string path, string start)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var content = new StringContent(Ask);
        using var response = await gateway.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
        Assert.StartsWith(start, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(gateway.Anthropic.Requests);
    }

    [Theory]
    [InlineData("{not json", 400)]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"messages":[]}""", 400)]
    [InlineData("""{"model":7}""", 400)]
    [InlineData("""{"model":"nobody-knows-this","max_tokens":5,"messages":[]}""", 404)]
    public async Task Bad_requests_are_refused_before_anything_is_sent_or_written(string body, int status)
    {
        await using var gateway = await TestGateway.StartAsync();
        foreach (var path in new[] { "/v1/messages", "/v1/chat/completions" })
        {
            var (response, text) = await gateway.SendAsync(path, body);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.NotEmpty(Json(text).GetProperty("error").GetProperty("message").GetString()!);
        }

        Assert.Empty(await gateway.LedgerAsync(atLeast: 0));
    }

    [Fact]
    public async Task A_body_over_the_bound_is_413()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { MaxBodyBytes = 1_000 });
        var (response, _) = await gateway.SendAsync("/v1/messages", $$"""{"model":"claude-haiku-4-5","x":"{{new string('x', 2_000)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task An_overloaded_provider_is_tried_again_before_the_first_byte()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(529, "{}", ("retry-after-ms", "1")).Then(200, Said);
        var (response, body) = await gateway.SendAsync("/v1/messages", Ask);
        Assert.Equal(Said, body);
        Assert.Equal("2", response.Headers.GetValues("x-farthing-attempts").Single());
        Assert.Contains("attempts=2", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_leaves_between_two_tries_is_billed_nothing()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Drain = TimeSpan.Zero });
        gateway.Anthropic.Then(429, "{}", ("retry-after", "9"));
        using var leaves = new CancellationTokenSource();
        using var request = TestGateway.Post("/v1/messages", Ask);
        var call = gateway.Http.SendAsync(request, leaves.Token);
        while (gateway.Anthropic.Requests.Count == 0) await Task.Delay(10, TestContext.Current.CancellationToken);
        await Task.Delay(200, TestContext.Current.CancellationToken); // until the gateway has read the 429
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.StartsWith("release ", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
        Assert.Contains("cost_nanos=0", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages", """{"model":"gpt-4o-mini","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""")]
    public async Task A_byte_order_mark_does_not_hinder_a_translation(string path, string body)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.Then(200, ChatSaid);
        var (response, _) = await gateway.SendAsync(path, "\uFEFF" + body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_body_that_breaks_http_is_the_callers_fault()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var client = new System.Net.Sockets.TcpClient(gateway.Address.Host, gateway.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: {TestGateway.Key}\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_alias_moves_on_to_its_next_model_when_the_first_is_down()
    {
        await using var gateway = await TestGateway.StartAsync();
        for (var i = 0; i < 3; i++) gateway.Anthropic.Then(503, "{}", ("retry-after-ms", "1"));
        gateway.OpenAI.Then(200, ChatSaid);

        var (response, body) = await gateway.SendAsync("/v1/messages", Ask.Replace("claude-haiku-4-5", "budget", StringComparison.Ordinal));

        Assert.Equal("Hello", Json(body).GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal("openai", response.Headers.GetValues("x-farthing-provider").Single());
        Assert.Equal("4", response.Headers.GetValues("x-farthing-attempts").Single());
        Assert.StartsWith("settle budget gpt-4o-mini-2024-07-18 openai anthropic openai-chat attempts=4 status=200 completed end_turn", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    /// <summary>A 400 would tell the caller that its request is wrong, and its client would not try again.</summary>
    [Fact]
    public async Task A_next_model_that_cannot_take_the_request_leaves_the_answer_of_the_first()
    {
        await using var gateway = await TestGateway.StartAsync();
        const string Overloaded = """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""";
        for (var i = 0; i < 3; i++) gateway.Anthropic.Then(529, Overloaded, ("retry-after-ms", "1"));

        var (response, body) = await gateway.SendAsync("/v1/messages", """{"model":"budget","max_tokens":9,"stop_sequences":["a","b","c","d","e"],"messages":[{"role":"user","content":"Go."}]}""");

        Assert.Equal((529, Overloaded), ((int)response.StatusCode, body));
        Assert.Equal("anthropic", response.Headers.GetValues("x-farthing-provider").Single());
        Assert.Empty(gateway.OpenAI.Requests);
        Assert.Contains(await gateway.LedgerAsync(), l => l.Contains(" anthropic anthropic anthropic attempts=3 status=529 refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_alias_is_spliced_into_the_original_bytes()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, Said);
        await gateway.SendAsync("/v1/messages", Ask.Replace("claude-haiku-4-5", "budget", StringComparison.Ordinal));
        Assert.Equal(Ask, gateway.Anthropic.Requests.Single().Body);
    }

    [Fact]
    public async Task A_refusal_of_the_provider_passes_unmodified_and_costs_nothing()
    {
        const string refusal = """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""";
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(400, refusal);
        var (response, body) = await gateway.SendAsync("/v1/messages", Ask);
        Assert.Equal(refusal, body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith("release ", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
        Assert.EndsWith("cost_nanos=0", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Towards_OpenAI_callers_529_becomes_503_with_retry_after()
    {
        await using var gateway = await TestGateway.StartAsync();
        for (var i = 0; i < 3; i++) gateway.Anthropic.Then(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", ("retry-after-ms", "1"));
        var (response, body) = await gateway.SendAsync("/v1/chat/completions", ChatAsk.Replace("gpt-4o-mini", "claude-haiku-4-5", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("Overloaded", Json(body).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData(null)]
    public async Task A_429_always_has_a_retry_after_that_can_be_read(string? said)
    {
        await using var gateway = await TestGateway.StartAsync();
        for (var i = 0; i < 3; i++) gateway.Anthropic.Then(429, "{}", said is null ? [("retry-after-ms", "1")] : [("retry-after", said), ("retry-after-ms", "1")]);
        var (response, _) = await gateway.SendAsync("/v1/messages", Ask);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_redirection_is_neither_followed_nor_handed_on()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(302, "", ("location", "http://127.0.0.1:1/"));
        var (response, body) = await gateway.SendAsync("/v1/messages", Ask);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("answered 302, a redirection, which is not followed", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_provider_is_502_that_names_it()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Providers = [s.Providers[0] with { BaseUrl = new Uri("http://127.0.0.1:9/v1") }] });
        var (response, body) = await gateway.SendAsync("/v1/messages", Ask);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("provider anthropic at http://127.0.0.1:9/v1 cannot be reached", body, StringComparison.Ordinal);
        Assert.StartsWith("release ", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages")]
    [InlineData("/v1/chat/completions")]
    public async Task A_call_that_could_pass_the_limit_is_refused_and_not_to_be_retried(string path)
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Limit = new Usd(1_000) });
        var (response, body) = await gateway.SendAsync(path, Ask);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
        Assert.Contains("is left of the limit of the installation (limit_usd), $0.000001. It does not renew: raise limit_usd (--limit), or lower max_tokens.", body, StringComparison.Ordinal);
        Assert.Empty(await gateway.LedgerAsync(atLeast: 0));
    }

    [Theory]
    [InlineData(""","n":100}""")] // each answer is billed
    [InlineData(""","max_completion_tokens":1,"max_tokens":5000}""")] // an older server heeds max_tokens alone
    public async Task The_worst_case_counts_every_answer_and_the_largest_cap(string more)
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Limit = new Usd(2_500_000) }); // 50 tokens of one answer cost 0.00003 dollars
        var (response, _) = await gateway.SendAsync("/v1/chat/completions", ChatAsk[..^1] + more);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.All(gateway.OpenAI.Requests, r => Assert.EndsWith("/input_tokens", r.Path, StringComparison.Ordinal)); // counted, at no charge, and not sent
    }

    [Theory]
    [InlineData("""{"model":"gpt-4o-mini","max_tokens":9223372036854775807,"messages":[]}""", "max_tokens")]
    [InlineData("""{"model":"gpt-4o-mini","n":9223372036854775807,"messages":[]}""", "n")]
    public async Task A_cap_beyond_all_money_is_the_callers_fault(string body, string field)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (response, text) = await gateway.SendAsync("/v1/chat/completions", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, Json(text).GetProperty("error").GetProperty("param").GetString());
        Assert.Empty(await gateway.LedgerAsync(atLeast: 0));
    }

    [Fact]
    public async Task An_unpriced_model_is_refused_where_a_limit_is_set_and_passes_where_none_is()
    {
        var unknown = Ask.Replace("claude-haiku-4-5", "claude-of-tomorrow", StringComparison.Ordinal);
        await using var limited = await TestGateway.StartAsync(s => s with { Limit = new Usd(1_000_000_000) });
        var (refused, text) = await limited.SendAsync("/v1/messages", unknown);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("has no known price", text, StringComparison.Ordinal);

        await using var open = await TestGateway.StartAsync();
        open.Anthropic.Then(200, Said);
        var (response, _) = await open.SendAsync("/v1/messages", unknown);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("x-farthing-cost-usd"));
        Assert.DoesNotContain("cost_nanos", (await open.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_models_list_speaks_the_callers_dialect()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Add("authorization", "Bearer " + TestGateway.Key);
        using var openAI = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var list = Json(await openAI.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("list", list.GetProperty("object").GetString());
        Assert.Equal("budget", list.GetProperty("data")[0].GetProperty("id").GetString());

        using var again = new HttpRequestMessage(HttpMethod.Get, "/v1/models?limit=1000");
        again.Headers.Add("x-api-key", TestGateway.Key);
        again.Headers.Add("anthropic-version", "2023-06-01");
        using var anthropic = await gateway.Http.SendAsync(again, TestContext.Current.CancellationToken);
        var page = Json(await anthropic.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("model", page.GetProperty("data")[0].GetProperty("type").GetString());
        Assert.False(page.GetProperty("has_more").GetBoolean());
    }

    [Fact]
    public async Task Health_is_answered_without_a_key()
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.Equal("live\n", await gateway.Http.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
        Assert.Equal("ready\n", await gateway.Http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
    }
}
