using Microsoft.AspNetCore.Http;
using Xunit;

namespace Farthing.Tests.Gateway.Mistakes;

/// <summary>What happens to a stream at either end of the gateway.</summary>
public class StreamTests
{
    private const string Event = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n";

    [Fact]
    public async Task When_its_caller_has_left_the_provider_is_left_too()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Drain = TimeSpan.Zero });
        var aborted = new TaskCompletionSource();
        gateway.Anthropic.Then(async http =>
        {
            http.RequestAborted.Register(aborted.SetResult);
            http.Response.ContentType = "text/event-stream";
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.WriteAsync(Event, TestContext.Current.CancellationToken);
                await http.Response.Body.FlushAsync(TestContext.Current.CancellationToken);
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        });
        using (var leave = new CancellationTokenSource())
        {
            using var request = TestGateway.Post("/v1/messages", """{"model":"claude-haiku-4-5","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
            using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(leave.Token);
            await stream.ReadExactlyAsync(new byte[10], leave.Token);
            await leave.CancelAsync();
        }

        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Contains(" caller_left ", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_json_are_a_stream_and_an_error_among_them_is_one()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Providers = [new("local", ["ollama", "ollama-generate"], s.Providers[1].BaseUrl, null)], Aliases = [] });
        const string Said = """{"model":"q","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"Hi"},"done":false}""" + "\n";
        const string Done = """{"model":"q","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":5,"eval_count":2}""" + "\n";
        const string Ask = """{"model":"local/q","messages":[{"role":"user","content":"Hi"}]}""";
        gateway.OpenAI.ThenStream([Said[..20], Said[20..], Done]).ThenStream([Said, "{\"error\":\"model runner stopped\"}\n"]).ThenStream([Said, "{\"error\":\"model runner stopped\"}\n"]);

        var (response, body) = await gateway.SendAsync("/api/chat", Ask);
        Assert.Equal(("application/x-ndjson", Said + Done), (response.Content.Headers.ContentType!.MediaType, body));
        Assert.Contains("completed end_turn input=5", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => gateway.SendAsync("/api/chat", Ask));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => gateway.SendAsync("/v1/messages", Ask.Replace("\"messages\"", "\"stream\":true,\"max_tokens\":9,\"messages\"", StringComparison.Ordinal)));
        Assert.Equal(2, (await gateway.LedgerAsync(3)).Count(l => l.Contains(" provider_broke ", StringComparison.Ordinal)));
    }
}
