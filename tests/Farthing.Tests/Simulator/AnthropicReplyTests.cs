using System.Net;
using Farthing.Simulator;
using Xunit;

namespace Farthing.Tests.Simulator;

public class AnthropicReplyTests
{
    private const string Hello = """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"user","content":"Hello there"}]""";

    [Fact]
    public async Task Writes_a_whole_message_as_the_vendor_does()
    {
        await using var sim = await Sim.StartAsync();
        using var response = await sim.MessagesAsync(Hello + "}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("true", Assert.Single(response.Headers.GetValues("x-farthing-simulated")));
        Assert.StartsWith("req_", Assert.Single(response.Headers.GetValues("request-id")));
        Assert.Equal("999", Assert.Single(response.Headers.GetValues("anthropic-ratelimit-requests-remaining")));
        Assert.Equal("1999991", Assert.Single(response.Headers.GetValues("anthropic-ratelimit-input-tokens-remaining")));
        Assert.Equal(
            """{"id":"msg_ID","type":"message","role":"assistant","model":"claude-haiku-4-5-20251001","content":[{"type":"text","text":"This is a simulated answer in place "}],"stop_reason":"max_tokens","stop_sequence":null,"stop_details":null,"usage":{"input_tokens":9,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":9,"service_tier":"standard","inference_geo":"global"}}""",
            Sim.Masked(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Streams_the_same_message_in_the_vendors_order()
    {
        await using var sim = await Sim.StartAsync();
        using var response = await sim.MessagesAsync(Hello + ""","stream":true}""");
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var expected = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_ID","type":"message","role":"assistant","model":"claude-haiku-4-5-20251001","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":{"input_tokens":9,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":1,"service_tier":"standard","inference_geo":"global"}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: ping
            data: {"type":"ping"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"This is a simula"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ted answer in pl"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ace "}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null,"stop_details":null},"usage":{"input_tokens":9,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":9}}

            event: message_stop
            data: {"type":"message_stop"}


            """;
        Assert.Equal(expected, Sim.Masked(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Ends_at_a_stop_sequence_and_names_it()
    {
        await using var sim = await Sim.StartAsync();
        var reply = await Sim.JsonOf(sim.MessagesAsync("""{"model":"claude-haiku-4-5","max_tokens":100,"stop_sequences":["nowhere"," answer"],"messages":[{"role":"user","content":"Hello"}]}"""));
        Assert.Equal("This is a simulated", reply.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal("stop_sequence", reply.GetProperty("stop_reason").GetString());
        Assert.Equal(" answer", reply.GetProperty("stop_sequence").GetString());
        Assert.Equal(5, reply.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Counts_tokens_as_messages_do_with_tools_and_images()
    {
        const string Body = """
            {"model":"sim/claude-haiku-4-5-20251001","system":"Be brief.","tools":[{"name":"f","input_schema":{"type":"object"}}],
             "messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}},{"type":"text","text":"What is it?"}]}]
            """;
        await using var sim = await Sim.StartAsync();
        var count = await Sim.JsonOf(sim.PostAsync("/v1/messages/count_tokens", Body + "}"));
        var reply = await Sim.JsonOf(sim.MessagesAsync(Body + ""","max_tokens":50}"""));
        // 3 for the reply's start; tool: 47 bytes; system: 3 + 9 bytes; turn: 3 + image + 11 bytes.
        Assert.Equal(3 + 12 + 3 + 3 + 3 + 1568 + 3, count.GetProperty("input_tokens").GetInt32());
        Assert.Equal(count.GetProperty("input_tokens").GetInt32(), reply.GetProperty("usage").GetProperty("input_tokens").GetInt32());
    }

    [Fact]
    public async Task Thinks_before_it_answers_when_asked_and_counts_it()
    {
        await using var sim = await Sim.StartAsync();
        var reply = await Sim.JsonOf(sim.MessagesAsync(
            """{"model":"claude-haiku-4-5","max_tokens":2000,"thinking":{"type":"enabled","budget_tokens":1024},"messages":[{"role":"user","content":"Hello"}]}"""));
        var blocks = reply.GetProperty("content");
        Assert.Equal("thinking", blocks[0].GetProperty("type").GetString());
        Assert.NotEmpty(blocks[0].GetProperty("signature").GetString()!);
        Assert.Equal("text", blocks[1].GetProperty("type").GetString());
        var usage = reply.GetProperty("usage");
        var thought = Tokens.Of(blocks[0].GetProperty("thinking").GetString()!);
        Assert.Equal(thought, usage.GetProperty("output_tokens_details").GetProperty("thinking_tokens").GetInt32());
        Assert.Equal(thought + Tokens.Of(blocks[1].GetProperty("text").GetString()!), usage.GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Lists_its_models_to_callers_that_send_a_version()
    {
        await using var sim = await Sim.StartAsync();
        Assert.Equal(
            """{"data":[{"type":"model","id":"claude-haiku-5-5","display_name":"Claude Haiku 5.5","created_at":"2026-10-07T00:00:00Z","lifecycle":"active","line":"haiku","max_input_tokens":1000000,"max_tokens":128000,"deprecated_at":null,"retires_at":null,"capabilities":null},{"type":"model","id":"claude-sonnet-4-6","display_name":"Claude Sonnet 4.6","created_at":"2026-02-17T00:00:00Z","lifecycle":"active","line":"sonnet","max_input_tokens":1000000,"max_tokens":128000,"deprecated_at":null,"retires_at":null,"capabilities":null},{"type":"model","id":"claude-haiku-4-5-20251001","display_name":"Claude Haiku 4.5","created_at":"2025-10-15T00:00:00Z","lifecycle":"active","line":"haiku","max_input_tokens":200000,"max_tokens":64000,"deprecated_at":null,"retires_at":null,"capabilities":null}],"has_more":false,"first_id":"claude-haiku-5-5","last_id":"claude-haiku-4-5-20251001"}""",
            await sim.Client.GetStringAsync("/v1/models", TestContext.Current.CancellationToken));
    }
}
