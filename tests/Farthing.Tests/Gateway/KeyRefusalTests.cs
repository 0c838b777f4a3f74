using System.Net;
using Xunit;

namespace Farthing.Tests.Gateway;

/// <summary>A provider that refuses the key which the gateway sent: whose key that is must be told to whoever reads the answer or the log.</summary>
public class KeyRefusalTests
{
    private const string Ask = """{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""";

    private const string No = """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""";

    [Fact]
    public async Task Within_a_dialect_its_bytes_pass_and_headers_and_the_log_say_whose_key_it_is()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(401, No);
        var (response, body) = await gateway.SendAsync("/v1/messages", Ask);
        Assert.Equal((HttpStatusCode.Unauthorized, No), (response.StatusCode, body));
        Assert.Equal("anthropic", response.Headers.GetValues("x-farthing-refused-key").Single());
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
        Assert.Equal(["Warning: provider anthropic refused the gateway's key (providers.anthropic.api_key): it answered 401"], gateway.Log.Lines);
    }

    [Theory]
    [InlineData(401, "sk", "provider anthropic refused the gateway's key (providers.anthropic.api_key): invalid x-api-key")]
    [InlineData(403, "sk", "provider anthropic does not allow this to the gateway's key (providers.anthropic.api_key): invalid x-api-key")]
    [InlineData(401, null, "provider anthropic wants a key, and providers.anthropic.api_key is not set: invalid x-api-key")]
    public async Task Across_dialects_the_message_says_it(int status, string? key, string says)
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Providers = [s.Providers[0] with { ApiKey = key }] });
        gateway.Anthropic.Then(status, No);
        var (response, body) = await gateway.SendAsync("/v1/chat/completions", Ask);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(says, System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal("anthropic", response.Headers.GetValues("x-farthing-refused-key").Single());
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
    }

    [Fact]
    public async Task The_log_tells_of_every_try_that_failed_and_of_the_last_one_too()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with
        {
            Providers = [s.Providers[0], s.Providers[1] with { BaseUrl = new Uri("http://127.0.0.1:9/v1") }],
            Aliases = [new("budget", ["anthropic/claude-haiku-4-5", "openai/gpt-4o-mini"])],
        });
        for (var i = 0; i < 3; i++) gateway.Anthropic.Then(503, "{}", ("retry-after-ms", "1"));
        var (response, _) = await gateway.SendAsync("/v1/messages", Ask.Replace("claude-haiku-4-5", "budget", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(
            [
                "Information: Provider anthropic answered 503 (try 1); trying again in 1 ms",
                "Information: Provider anthropic answered 503 (try 2); trying again in 1 ms",
                "Warning: Provider anthropic answered 503 (try 3); openai is asked next",
                "Information: Provider openai could not be reached: Connection refused (127.0.0.1:9) (try 1); trying again in",
                "Information: Provider openai could not be reached: Connection refused (127.0.0.1:9) (try 2); trying again in",
                "Warning: Provider openai could not be reached: Connection refused (127.0.0.1:9) (try 3); no other is left to be asked",
            ],
            gateway.Log.Lines.Select(l => l.Contains("openai", StringComparison.Ordinal) && l.IndexOf(" in ", StringComparison.Ordinal) is > 0 and var at ? l[..(at + 3)] : l));
    }
}
