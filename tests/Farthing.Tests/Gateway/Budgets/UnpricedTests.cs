using System.Net;
using Farthing.Catalogue;
using Farthing.Configuration;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Farthing.Tests.Gateway.Budgets;

/// <summary>Under a budget that is spent: what is free passes, and what nobody has a price for does not.</summary>
public class UnpricedTests
{
    private const string Said = """{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"qwen3-coder","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}""";

    private const string OllamaSaid = """{"model":"my-own:7b","created_at":"2026-11-01T00:00:00Z","message":{"role":"assistant","content":"hi"},"done":true,"done_reason":"stop","prompt_eval_count":10,"eval_count":5}""";

    [Fact]
    public async Task A_model_without_a_known_price_is_refused_and_the_message_says_how_to_price_it()
    {
        await using var gateway = await StartAsync();

        var (response, body) = await gateway.SendAsync("/v1/chat/completions", Ask("vllm/qwen3-coder"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""
            {"error":{"message":"model 'qwen3-coder' has no known price in the price book 'list', and the limit of the installation (limit_usd) is $0.000001: an unpriced call could pass it. Give it a price under price_overrides in farthing.yaml (docs/configuration.md), write free: true under providers.vllm where that server is your own, name a model that `farthing models` lists with a price, or take the budget away.","type":"invalid_request_error","param":"model","code":"unknown_price"}}
            """.Trim(), body);
        Assert.Empty(gateway.OpenAI.Requests);
    }

    [Fact]
    public async Task On_a_server_of_ones_own_every_model_is_free_also_one_that_the_catalogue_has_a_price_for()
    {
        await using var gateway = await StartAsync(free: true);
        gateway.OpenAI.Always = http => http.Response.WriteAsync(Said);

        foreach (var model in new[] { "vllm/qwen3-coder", "vllm/gpt-4o-mini" })
            Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync("/v1/chat/completions", Ask(model))).Response.StatusCode);

        Assert.All(await gateway.LedgerAsync(2), line => Assert.EndsWith("output=5 estimated=0 cost_nanos=0", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_an_Ollama_without_a_key_runs_is_free_also_where_nobody_knows_the_model()
    {
        await using var gateway = await StartAsync();
        gateway.OpenAI.Always = http => http.Response.WriteAsync(OllamaSaid);

        var (response, _) = await gateway.SendAsync("/v1/chat/completions", Ask("ollama/my-own:7b"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.EndsWith("output=5 estimated=0 cost_nanos=0", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_of_ones_own_holds_wherever_the_model_is_served()
    {
        var free = new PriceOverride("qwen3-coder", new Price { Free = true, IsOverride = true, Sources = ["farthing.yaml"] });
        await using var gateway = await StartAsync(with: s => s with { PriceOverrides = [free] });
        gateway.OpenAI.Always = http => http.Response.WriteAsync(Said);

        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync("/v1/chat/completions", Ask("vllm/qwen3-coder"))).Response.StatusCode);
    }

    [Theory]
    [InlineData("vllm/qwen3-coder")] // free on an Ollama, says the catalogue; this is none
    [InlineData("ollama/my-own:480b-cloud")] // handed on to Ollama's cloud
    [InlineData("hosted/my-own:7b")] // an Ollama with a key is somebody's service
    public async Task What_an_Ollama_only_hands_on_or_asks_a_key_for_is_not_taken_for_free(string model)
    {
        await using var gateway = await StartAsync();

        var (response, body) = await gateway.SendAsync("/v1/chat/completions", Ask(model));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("unknown_price", body, StringComparison.Ordinal);
    }

    private static string Ask(string model) => $$"""{"model":"{{model}}","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}""";

    /// <summary>No model with a price fits into a limit of a microdollar.</summary>
    private static Task<TestGateway> StartAsync(bool free = false, Func<Settings, Settings>? with = null) => TestGateway.StartAsync(s =>
    {
        var address = s.Providers[1].BaseUrl;
        return (with?.Invoke(s) ?? s) with
        {
            Limit = Usd.FromDollars(0.000001m),
            Providers =
            [
                .. s.Providers,
                new ProviderSettings("vllm", ["openai-chat"], address, null) { Free = free },
                new ProviderSettings("ollama", OllamaAddress.Dialects, address, null),
                new ProviderSettings("hosted", OllamaAddress.Dialects, address, "key"),
            ],
        };
    });
}
