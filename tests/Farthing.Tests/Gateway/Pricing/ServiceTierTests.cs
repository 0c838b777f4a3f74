using System.Net;
using System.Text.Json;
using Farthing.Catalogue;
using Xunit;

namespace Farthing.Tests.Gateway.Pricing;

/// <summary>The tier that the provider says it served a call in decides its price; the one that was asked for what is held.</summary>
public class ServiceTierTests
{
    /// <summary>1,000 of input and 100 of output of gpt-5-mini: at $0.25 and $2, and for flex at $0.125 and $1 a million.</summary>
    private const long Standard = 450_000, Flex = 225_000;

    private static string Ask(string? tier, bool stream = false) =>
        $$"""{"model":"gpt-5-mini","max_completion_tokens":100{{(tier is null ? "" : $",\"service_tier\":\"{tier}\"")}}{{(stream ? ",\"stream\":true" : "")}},"messages":[{"role":"user","content":"hi"}]}""";

    private static string Said(string? tier) =>
        $$"""{"id":"c","object":"chat.completion","created":1,"model":"gpt-5-mini","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100} {{(tier is null ? "" : $",\"service_tier\":\"{tier}\"")}}}""";

    private static string[] Streamed(string tier) =>
    [
        $$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini","service_tier":"{{tier}}","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}""" + "\n\n",
        $$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini","service_tier":"{{tier}}","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100} }""" + "\n\n",
        "data: [DONE]\n\n",
    ];

    [Theory]
    [InlineData(null, "default", Standard)]
    [InlineData("auto", "flex", Flex)]
    [InlineData("flex", "flex", Flex)]
    [InlineData("flex", "default", Standard)] // it was busy
    [InlineData("flex", null, Standard)] // a server that does not know of tiers
    [InlineData("default", "auto", Standard)]
    [InlineData("default", "priority", null)] // no price is known
    [InlineData("default", "fast", null)]
    public async Task What_was_served_is_what_is_charged(string? asked, string? served, long? nanos)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.Then(200, Said(served));
        var (response, _) = await gateway.SendAsync("/v1/chat/completions", Ask(asked));
        await gateway.LedgerAsync();
        Assert.Equal((object?)nanos ?? DBNull.Value, gateway.Ask("SELECT cost_nanos FROM entries"));
        Assert.Equal(nanos is { } known ? [new Usd(known).ToString()] : [], response.Headers.TryGetValues("x-farthing-cost-usd", out var cost) ? cost : []);
        Assert.Equal(nanos switch { Standard => "0.25/0.025///2.00", Flex => "0.125/0.0125///1.00", _ => DBNull.Value }, gateway.Ask("SELECT rates FROM entries"));
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/messages")]
    public async Task A_stream_says_its_tier_in_its_chunks(string path)
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Providers = [s.Providers[1] with { Dialects = ["openai-chat"] }] });
        gateway.OpenAI.ThenStream(Streamed("flex"));
        await gateway.SendAsync(path, Ask(null, stream: true).Replace("max_completion_tokens", "max_tokens", StringComparison.Ordinal));
        await gateway.LedgerAsync();
        Assert.Equal(Flex, gateway.Ask("SELECT cost_nanos FROM entries"));
    }

    [Fact]
    public async Task A_batch_of_Anthropics_is_charged_as_one()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, """{"id":"m","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[],"stop_reason":"end_turn","usage":{"input_tokens":1000,"output_tokens":100,"service_tier":"batch"}}""");
        await gateway.SendAsync("/v1/messages", """{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""");
        await gateway.LedgerAsync();
        Assert.Equal(750_000L, gateway.Ask("SELECT cost_nanos FROM entries"));
    }

    [Fact]
    public async Task A_tier_without_a_price_is_refused_while_a_budget_could_be_passed()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Limit = new Usd(1_000_000_000) });
        var (response, body) = await gateway.SendAsync("/v1/chat/completions", Ask("priority"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonDocument.Parse(body).RootElement.GetProperty("error");
        Assert.Equal("service_tier", error.GetProperty("param").GetString());
        Assert.Contains("model 'gpt-5-mini' has no known price for the service tier 'priority' in the price book 'list'", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(gateway.OpenAI.Requests);
        Assert.Equal(0L, gateway.Ask("SELECT COUNT(*) FROM holds"));
    }

    [Fact]
    public async Task A_tier_that_is_dropped_on_the_way_is_neither_held_for_nor_refused()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Limit = new Usd(1_000_000_000) });
        gateway.Anthropic.Then(200, """{"id":"m","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1000,"output_tokens":100,"service_tier":"standard"}}""");
        var (response, body) = await gateway.SendAsync("/v1/chat/completions", Ask("priority").Replace("gpt-5-mini", "claude-haiku-4-5", StringComparison.Ordinal));
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        await gateway.LedgerAsync();
        Assert.Equal(1_500_000L, gateway.Ask("SELECT cost_nanos FROM entries"));
    }

    [Fact]
    public async Task What_was_served_in_a_tier_without_a_price_counts_as_it_was_held()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Limit = new Usd(1_000_000_000) });
        gateway.OpenAI.Then(200, Said("priority")); // as a project may be set
        await gateway.SendAsync("/v1/chat/completions", Ask(null));
        await gateway.LedgerAsync();
        Assert.Equal(DBNull.Value, gateway.Ask("SELECT cost_nanos FROM entries"));
        Assert.Equal(1L, gateway.Ask("SELECT charged_nanos = reserved_nanos AND charged_nanos > 0 FROM entries"));
        Assert.Equal(1L, gateway.Ask("SELECT spent = (SELECT charged_nanos FROM entries) AND held = 0 FROM budget_sums WHERE budget = 'limit_usd' AND simulated = 0"));
    }
}
