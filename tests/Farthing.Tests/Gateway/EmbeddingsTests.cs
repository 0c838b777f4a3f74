using System.Net;
using System.Text.Json;
using Farthing.Catalogue;
using Xunit;

namespace Farthing.Tests.Gateway;

public class EmbeddingsTests
{
    private const string Ask = """{"input": ["a", "b"],  "model": "text-embedding-3-small", "encoding_format":"base64","of_2030":1}""";

    private const string Reply = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAA"}],"model":"text-embedding-3-small-of-today","usage":{"prompt_tokens":1000,"total_tokens":1000}}""";

    [Fact]
    public async Task They_pass_unchanged_and_are_billed_for_their_input()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Limit = Usd.FromDollars(1) });
        gateway.OpenAI.Then(200, Reply);

        var (response, body) = await gateway.SendAsync("/v1/embeddings", Ask);

        Assert.Equal((HttpStatusCode.OK, Reply), (response.StatusCode, body));
        Assert.Equal("0.00002", response.Headers.GetValues("x-farthing-cost-usd").Single());
        Assert.Equal(("/v1/embeddings", Ask), (gateway.OpenAI.Requests[0].Path, gateway.OpenAI.Requests[0].Body));
        Assert.Equal(
            "settle text-embedding-3-small text-embedding-3-small-of-today openai openai-embeddings openai-embeddings attempts=1 status=200 completed input=1000 output=0 estimated=0 cost_nanos=20000",
            (await gateway.LedgerAsync())[0]);
    }

    [Theory]
    [InlineData("/api/embed", """{"model":"nomic","input":["a"]}""", """{"embeddings":[[0.5]],"prompt_eval_count":3}""", "input=3 output=0 estimated=0")]
    [InlineData("/api/embeddings", """{"model":"nomic","prompt":"a"}""", """{"embedding":[0.5]}""", "estimated=1")]
    public async Task Both_of_Ollamas_forms_pass_to_an_Ollama_provider(string path, string ask, string reply, string entered)
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Providers = [new("local", ["ollama", "ollama-generate"], new Uri(s.Providers[1].BaseUrl, "/api"), null)] });
        gateway.OpenAI.Then(200, reply);
        var (response, body) = await gateway.SendAsync(path, ask.Replace("nomic", "local/nomic", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, reply), (response.StatusCode, body));
        Assert.Equal((path, ask), (gateway.OpenAI.Requests[0].Path, gateway.OpenAI.Requests[0].Body));
        Assert.Contains(entered, (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude-haiku-4-5", "provider 'anthropic' has no embeddings")]
    [InlineData("budget", "provider 'anthropic' has no embeddings")]
    public async Task Another_vendors_model_is_refused_before_any_call(string model, string says)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (response, body) = await gateway.SendAsync("/v1/embeddings", $$"""{"model":"{{model}}","input":"a"}""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(says, JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(gateway.Anthropic.Requests);
        Assert.Empty(await gateway.LedgerAsync(0));
    }

    [Fact]
    public async Task A_providers_refusal_passes_and_a_stream_is_not_asked_for()
    {
        await using var gateway = await TestGateway.StartAsync();
        const string no = """{"error":{"message":"This model does not support embeddings.","type":"invalid_request_error","param":null,"code":null}}""";
        gateway.OpenAI.Then(403, no);
        var (response, body) = await gateway.SendAsync("/v1/embeddings", """{"model":"gpt-4o","input":"a","stream":true}""");
        Assert.Equal((HttpStatusCode.Forbidden, no), (response.StatusCode, body));
        Assert.StartsWith("release", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_reports_no_usage_is_estimated()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.Then(200, """{"data":[]}""");
        await gateway.SendAsync("/v1/embeddings", Ask);
        Assert.Contains("estimated=1", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }
}
