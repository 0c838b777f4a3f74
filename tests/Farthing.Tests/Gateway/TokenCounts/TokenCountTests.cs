using System.Net;
using System.Text.Json;
using Xunit;

namespace Farthing.Tests.Gateway.TokenCounts;

/// <summary>The two counting endpoints through a whole gateway.</summary>
public class TokenCountTests
{
    private const string Ask = """{"model":"budget","messages":[{"role":"user","content":"What is 2 + 2?"}],"of_2030":1}""";

    [Fact]
    public async Task The_providers_own_count_passes_with_the_callers_betas_and_costs_nothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, """{"input_tokens":16,"context_management":null}""");

        var (response, body) = await gateway.SendAsync("/v1/messages/count_tokens?beta=true", Ask, ("anthropic-beta", "token-counting-2024-11-01"));

        Assert.Equal("""{"input_tokens":16,"context_management":null}""", body);
        Assert.Equal("exact", Header(response));
        var (path, headers, sent) = Assert.Single(gateway.Anthropic.Requests);
        Assert.Equal("/v1/messages/count_tokens", path);
        Assert.Equal(("token-counting-2024-11-01", "sk-ant-provider"), (headers["anthropic-beta"], headers["x-api-key"]));
        Assert.Equal(Ask.Replace("budget", "claude-haiku-4-5", StringComparison.Ordinal), sent);
        Assert.Empty(await gateway.LedgerAsync(0));
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(429, "{}")]
    [InlineData(400, "{}")]
    [InlineData(200, "nonsense")]
    [InlineData(200, """{"input_tokens":"many"}""")]
    [InlineData(200, """{"\ud800-longer-than-the-name-looked-for":1}""")]
    public async Task Where_the_provider_fails_the_estimate_stands_in(int status, string answer)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(status, answer);
        var (response, body) = await gateway.SendAsync("/v1/messages/count_tokens", Ask);
        Assert.Equal((HttpStatusCode.OK, "estimate"), (response.StatusCode, Header(response)));
        Assert.InRange(Count(body), 14, 18);
    }

    [Fact]
    public async Task A_provider_without_the_endpoint_is_not_asked_twice()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(404, "{}");
        for (var i = 0; i < 3; i++) Assert.Equal("estimate", Header((await gateway.SendAsync("/v1/messages/count_tokens", Ask)).Response));
        Assert.Single(gateway.Anthropic.Requests);
    }

    [Theory]
    [InlineData("/v1/messages/count_tokens", """{"model":"gpt-4o","messages":[{"role":"user","content":"What is 2 + 2?"}]}""", 15)]
    [InlineData("/v1/responses/input_tokens", """{"model":"gpt-4o","input":"Tell me a joke."}""", 12)]
    [InlineData("/v1/messages/count_tokens", """{"model":"nobody-knows-this","messages":[{"role":"user","content":"What is 2 + 2?"}]}""", 15)]
    [InlineData("/v1/messages/count_tokens", """{"model":7,"messages":"What is 2 + 2?"}""", 15)]
    [InlineData("/v1/messages/count_tokens", "{}", 3)]
    public async Task Another_vendors_model_or_none_gets_an_estimate(string path, string ask, long tokens)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (response, body) = await gateway.SendAsync(path, ask);
        Assert.Equal((HttpStatusCode.OK, "estimate"), (response.StatusCode, Header(response)));
        Assert.Equal(tokens, Count(body));
    }

    [Fact]
    public async Task Only_what_is_no_json_is_refused_and_only_for_a_key()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (bad, body) = await gateway.SendAsync("/v1/messages/count_tokens", "{\"model\":");
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal("invalid_request_error", JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("type").GetString());
        using var none = await gateway.Http.PostAsync("/v1/messages/count_tokens", new StringContent(Ask), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
    }

    [Fact]
    public async Task What_settled_calls_really_counted_moves_the_estimate()
    {
        await using var gateway = await TestGateway.StartAsync();
        var words = string.Join(' ', Enumerable.Repeat("plain words of ordinary prose without any sign", 40));
        var ask = $$$"""{"model":"claude-haiku-4-5","max_tokens":5,"messages":[{"role":"user","content":"{{{words}}}"}]}""";
        gateway.Anthropic.Then(500, "{}");
        var before = Count((await gateway.SendAsync("/v1/messages/count_tokens", ask)).Body);

        var real = before * 2;
        gateway.Anthropic.Then(200, $$$"""{"id":"m","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":{{{real}}},"output_tokens":1}}""");
        await gateway.SendAsync("/v1/messages", ask);

        var after = before;
        for (var i = 0; i < 200 && after == before; i++)
        {
            await Task.Delay(25, TestContext.Current.CancellationToken);
            gateway.Anthropic.Then(500, "{}");
            after = Count((await gateway.SendAsync("/v1/messages/count_tokens", ask)).Body);
        }

        Assert.InRange(after, before + 1, real);
    }

    private static long Count(string body) => JsonDocument.Parse(body).RootElement.GetProperty("input_tokens").GetInt64();

    private static string Header(HttpResponseMessage response) => response.Headers.GetValues("x-farthing-token-count").Single();
}
