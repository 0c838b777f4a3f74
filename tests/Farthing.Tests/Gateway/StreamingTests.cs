using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Farthing.Tests.Gateway;

public class StreamingTests
{
    private const string Ask = """{"model":"claude-haiku-4-5","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private const string ChatAsk = """{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private static readonly string[] Anthropic =
    [
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-4-5-20251001\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}\n\n",
        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
        "event: ping\ndata: {\"type\":\"ping\"}\n\n",
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hel\"}}\n\n",
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"lo\"}}\n\n",
        "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":20}}\n\n",
        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
    ];

    private static readonly string[] Chat =
    [
        "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"usage\":null}\n\n",
        "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":null}],\"usage\":null}\n\n",
        "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n",
        "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":20,\"total_tokens\":30}}\n\n",
        "data: [DONE]\n\n",
    ];

    [Fact]
    public async Task Within_a_dialect_the_stream_passes_byte_for_byte()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.ThenStream(Anthropic);
        var (response, body) = await gateway.SendAsync("/v1/messages", Ask);
        Assert.Equal(string.Concat(Anthropic), body);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("settle claude-haiku-4-5 claude-haiku-4-5-20251001 anthropic anthropic anthropic attempts=1 status=200 completed end_turn input=10", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
        Assert.EndsWith("output=20 estimated=0 cost_nanos=110000", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    /// <summary>Ollama's own client leaves out a line that it cannot read: what comes after it must not make the answer look whole.</summary>
    [Fact]
    public async Task A_broken_line_of_Ollamas_ends_the_answer_with_an_error()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Providers = [new("ollama", ["ollama"], s.Providers[1].BaseUrl, null)] });
        gateway.OpenAI.ThenStream(["{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"Hel\"},\"done\":false}\n", "{\"model\":\"m\",\"mess\n{\"model\":\"m\",\"done\":true}\n"], pause: TimeSpan.FromMilliseconds(50));

        using var request = TestGateway.Post("/api/chat", """{"model":"ollama/m","messages":[{"role":"user","content":"hi"}]}""");
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var lines = new List<string>();
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line) lines.Add(line);
        });
        Assert.Contains("Hel", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("{\"error\":\"The provider's answer cannot be read", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, l => l.Contains("true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Usage_is_always_asked_for_and_its_chunk_hidden_from_who_did_not_ask()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.ThenStream(Chat).ThenStream(Chat);

        var (_, hidden) = await gateway.SendAsync("/v1/chat/completions", ChatAsk);
        var (_, asked) = await gateway.SendAsync("/v1/chat/completions", ChatAsk.Replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}", StringComparison.Ordinal));

        Assert.Contains("\"stream_options\":{\"include_usage\":true}", gateway.OpenAI.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal(string.Concat(Chat.Where((_, i) => i != 3)), hidden);
        Assert.Equal(string.Concat(Chat), asked);
        Assert.Equal(2, (await gateway.LedgerAsync(2)).Count(l => l.EndsWith("input=10 output=20 estimated=0 cost_nanos=13500", StringComparison.Ordinal) || l.Contains("cost_nanos=13500", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Across_dialects_each_event_is_translated()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.ThenStream(Chat);
        var (_, body) = await gateway.SendAsync("/v1/messages", Ask.Replace("claude-haiku-4-5", "gpt-4o-mini", StringComparison.Ordinal));
        var types = body.Split('\n').Where(l => l.StartsWith("event: ", StringComparison.Ordinal)).Select(l => l[7..]).ToArray();
        Assert.Equal(["message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop"], types.Where(t => t != "ping"));
        Assert.Contains("\"text\":\"Hello\"", body, StringComparison.Ordinal);
        Assert.Contains("cost_nanos=13500", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages", true)]
    [InlineData("/v1/messages", false)]
    [InlineData("/v1/chat/completions", true)]
    [InlineData("/v1/chat/completions", false)]
    public async Task A_stream_that_breaks_ends_in_an_error_event_and_a_broken_connection(string path, bool reset)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.ThenStream(Anthropic.Take(5), reset);
        using var request = TestGateway.Post(path, Ask);
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var text = new StringBuilder();
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var chunk = new byte[4_096];

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            int read;
            while ((read = await stream.ReadAsync(chunk, TestContext.Current.CancellationToken)) > 0) text.Append(Encoding.UTF8.GetString(chunk, 0, read));
        });

        var last = text.ToString().TrimEnd().Split("\n\n")[^1];
        Assert.Contains("\"error\":{", last, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"type\":\"message_stop\"", text.ToString(), StringComparison.Ordinal);
        var settled = (await gateway.LedgerAsync())[0];
        Assert.Contains(" provider_broke ", settled, StringComparison.Ordinal);
        Assert.Contains("estimated=1", settled, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages")]
    [InlineData("/v1/chat/completions")]
    public async Task A_connection_that_breaks_after_the_end_of_the_answer_takes_nothing_from_it(string path)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.ThenStream(Anthropic, reset: true);

        var (_, body) = await gateway.SendAsync(path, Ask);

        Assert.Contains(path == "/v1/messages" ? "message_stop" : "[DONE]", body, StringComparison.Ordinal);
        Assert.Contains(" status=200 completed end_turn input=10 ", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    /// <summary>An error event after half an event would make one broken event of both, which clients take for nonsense and not for a broken connection.</summary>
    [Fact]
    public async Task A_passing_stream_that_breaks_within_an_event_ends_where_the_provider_ended()
    {
        await using var gateway = await TestGateway.StartAsync();
        var sent = string.Concat(Anthropic.Take(4)) + Anthropic[4][..60];
        gateway.Anthropic.ThenStream([sent], reset: true);
        using var request = TestGateway.Post("/v1/messages", Ask);
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var got = new byte[Encoding.UTF8.GetByteCount(sent)];
        await stream.ReadExactlyAsync(got, TestContext.Current.CancellationToken);
        Assert.Equal(sent, Encoding.UTF8.GetString(got));
        var end = await Assert.ThrowsAnyAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.IsNotType<EndOfStreamException>(end);
    }

    [Fact]
    public async Task A_caller_that_hangs_up_is_billed_what_the_provider_says_when_it_ends_in_time()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Drain = TimeSpan.FromSeconds(20) });
        gateway.Anthropic.ThenStream(Anthropic, pause: TimeSpan.FromMilliseconds(50));
        await HangUpAsync(gateway);
        Assert.EndsWith("caller_left end_turn input=10 output=20 estimated=0 cost_nanos=110000", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_hangs_up_is_billed_a_marked_estimate_when_the_provider_does_not_end()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Drain = TimeSpan.Zero });
        gateway.Anthropic.ThenStream(Anthropic, pause: TimeSpan.FromSeconds(1));
        await HangUpAsync(gateway);
        var settled = (await gateway.LedgerAsync())[0];
        Assert.Contains("caller_left input=10 output=", settled, StringComparison.Ordinal);
        Assert.Contains("estimated=1", settled, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_closes_at_the_last_event_has_had_the_whole_answer()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(string.Concat(Anthropic));
            await http.Response.Body.FlushAsync();
            await Task.Delay(500); // keeps the stream open after its last event
        });
        using (var request = TestGateway.Post("/v1/messages", Ask))
        using (var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        await using (var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken))
            await stream.ReadExactlyAsync(new byte[Encoding.UTF8.GetByteCount(string.Concat(Anthropic))], TestContext.Current.CancellationToken);

        Assert.Contains("status=200 completed end_turn", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    private static async Task HangUpAsync(TestGateway gateway)
    {
        using var leave = new CancellationTokenSource();
        using var request = TestGateway.Post("/v1/messages", Ask);
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave.Token);
        await using var stream = await response.Content.ReadAsStreamAsync(leave.Token);
        await stream.ReadExactlyAsync(new byte[10], leave.Token);
        await leave.CancelAsync();
    }
}
