using System.Net;
using System.Text.Json;
using Farthing.Simulator;
using Xunit;

namespace Farthing.Tests.Simulator;

public class OpenAIReplyTests
{
    private const string Hello = """{"model":"gpt-4o-mini","max_tokens":3,"messages":[{"role":"user","content":"Hello there"}]""";

    [Fact]
    public async Task Writes_a_whole_completion_as_the_vendor_does()
    {
        await using var sim = await Sim.StartAsync();
        using var response = await sim.ChatAsync(Hello + "}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("req_", Assert.Single(response.Headers.GetValues("x-request-id")));
        Assert.Equal("499", Assert.Single(response.Headers.GetValues("x-ratelimit-remaining-requests")));
        Assert.Equal("true", Assert.Single(response.Headers.GetValues("x-farthing-simulated")));
        Assert.Equal(
            """{"id":"chatcmpl-ID","object":"chat.completion","created":TIME,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_simulated","choices":[{"index":0,"message":{"role":"assistant","content":"This is a si","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"length"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}""",
            Sim.Masked(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Streams_chunks_and_done_without_any_usage_unless_asked()
    {
        await using var sim = await Sim.StartAsync();
        const string Head = """{"id":"chatcmpl-ID","object":"chat.completion.chunk","created":TIME,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_simulated","choices":[""";
        string[] expected =
        [
            Head + """{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]}""",
            Head + """{"index":0,"delta":{"content":"This"},"logprobs":null,"finish_reason":null}]}""",
            Head + """{"index":0,"delta":{"content":" is "},"logprobs":null,"finish_reason":null}]}""",
            Head + """{"index":0,"delta":{"content":"a si"},"logprobs":null,"finish_reason":null}]}""",
            Head + """{"index":0,"delta":{},"logprobs":null,"finish_reason":"length"}]}""",
            "[DONE]",
        ];
        Assert.Equal(expected, Sim.Events(Sim.Masked(await Sim.TextOf(sim.ChatAsync(Hello + ""","stream":true}""")))).Select(e => e.Data));
    }

    [Fact]
    public async Task Streams_a_usage_chunk_when_asked_and_null_usage_before_it()
    {
        await using var sim = await Sim.StartAsync();
        var events = Sim.Events(await Sim.TextOf(sim.ChatAsync(Hello + ""","stream":true,"stream_options":{"include_usage":true}}""")));
        Assert.Equal("[DONE]", events[^1].Data);
        var chunks = events.SkipLast(1).Select(e => JsonDocument.Parse(e.Data).RootElement).ToArray();
        Assert.All(chunks.SkipLast(1), c => Assert.Equal(JsonValueKind.Null, c.GetProperty("usage").ValueKind));
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal(12, chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Answers_with_as_many_choices_as_asked()
    {
        await using var sim = await Sim.StartAsync();
        var reply = await Sim.JsonOf(sim.ChatAsync(Hello + ""","n":3}"""));
        Assert.Equal([0, 1, 2], reply.GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("index").GetInt32()));
        Assert.Equal(9, reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Answers_in_json_that_satisfies_the_schema()
    {
        await using var sim = await Sim.StartAsync();
        var reply = await Sim.JsonOf(sim.ChatAsync(
            """{"model":"gpt-4o","messages":[{"role":"user","content":"Rate it"}],"response_format":{"type":"json_schema","json_schema":{"name":"rating","schema":{"type":"object","properties":{"stars":{"type":"integer","minimum":1,"maximum":5},"why":{"type":"string"}},"required":["stars","why"],"additionalProperties":false}}}}"""));
        Assert.Equal("""{"stars":1,"why":"simulated why"}""", reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Counts_hidden_reasoning_as_output_of_models_that_reason()
    {
        await using var sim = await Sim.StartAsync();
        var reply = await Sim.JsonOf(sim.ChatAsync("""{"model":"gpt-6-luna","messages":[{"role":"user","content":"Hello"}]}"""));
        var usage = reply.GetProperty("usage");
        var reasoning = usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32();
        var visible = Tokens.Of(reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
        Assert.True(reasoning > 0);
        Assert.Equal(reasoning + visible, usage.GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Lists_its_models_to_callers_without_a_version()
    {
        await using var sim = await Sim.StartAsync();
        sim.Client.DefaultRequestHeaders.Remove("anthropic-version");
        Assert.Equal(
            """{"object":"list","data":[{"id":"gpt-6-luna","object":"model","created":1790035200,"owned_by":"openai","shutdown_date":null},{"id":"gpt-4o","object":"model","created":1722902400,"owned_by":"openai","shutdown_date":"2027-01-14"},{"id":"gpt-4o-mini","object":"model","created":1721260800,"owned_by":"openai","shutdown_date":"2027-01-14"},{"id":"text-embedding-3-small","object":"model","created":1705881600,"owned_by":"openai","shutdown_date":null},{"id":"text-embedding-3-large","object":"model","created":1705881600,"owned_by":"openai","shutdown_date":null},{"id":"gpt-3.5-turbo-instruct","object":"model","created":1692835200,"owned_by":"openai","shutdown_date":null}]}""",
            await sim.Client.GetStringAsync("/v1/models", TestContext.Current.CancellationToken));
        Assert.Equal(
            """{"id":"gpt-4o","object":"model","created":1722902400,"owned_by":"openai","shutdown_date":"2027-01-14"}""",
            await sim.Client.GetStringAsync("/v1/models/sim/gpt-4o", TestContext.Current.CancellationToken));
    }
}
