using System.Net;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Farthing.Tests.Gateway.Pricing;

/// <summary>What is charged where a provider gives no answer, or one that is none.</summary>
public class UnansweredTests
{
    private const string Ask = """{"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}""";

    private const string Said = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":50}}""";

    [Fact]
    public async Task A_call_that_does_not_stream_and_whose_connection_breaks_is_charged_as_an_estimate_and_not_made_again()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        }).Then(200, Said);

        var (response, body) = await gateway.SendAsync("/v1/messages", Ask);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("it is charged as an estimate, and not asked again for you", body, StringComparison.Ordinal);
        Assert.Single(gateway.Anthropic.Requests);
        Assert.EndsWith("attempts=1 status=502 provider_broke input=22 output=50 estimated=1 cost_nanos=272000", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_whose_connection_breaks_before_its_first_byte_is_asked_for_again()
    {
        const string Stream = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-4-5\",\"content\":[],\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        }).ThenStream([Stream]);

        var (response, body) = await gateway.SendAsync("/v1/messages", Ask.Replace("{\"model\"", "{\"stream\":true,\"model\"", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.OK, Stream), (response.StatusCode, body));
        Assert.Equal(2, gateway.Anthropic.Requests.Count);
    }

    [Theory]
    [InlineData(200, """{"error":{"code":429,"message":"slow down"}}""")]
    [InlineData(204, "")]
    public async Task An_error_under_a_status_of_success_costs_nothing(int status, string said)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.Then(http =>
        {
            http.Response.StatusCode = status;
            return said.Length == 0 ? Task.CompletedTask : http.Response.WriteAsync(said);
        });

        await gateway.SendAsync("/v1/chat/completions", Ask.Replace("claude-haiku-4-5", "gpt-4o-mini", StringComparison.Ordinal));

        var line = (await gateway.LedgerAsync())[0];
        Assert.StartsWith("release gpt-4o-mini", line, StringComparison.Ordinal);
        Assert.EndsWith("estimated=0 cost_nanos=0", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_that_is_not_Unicode_bills_the_call_to_nobody_in_particular()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, Said);

        var (response, _) = await gateway.SendAsync("/v1/messages", """{"metadata":{"user_id":"{\"account_uuid\":\"\\ud800\"}"},"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
