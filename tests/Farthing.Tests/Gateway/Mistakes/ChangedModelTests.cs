using System.Text.Json.Nodes;
using Xunit;

namespace Farthing.Tests.Gateway.Mistakes;

/// <summary>A conversation that goes on with another model, at another provider, in the same client.</summary>
public class ChangedModelTests
{
    private const string Responses = """{"id":"resp_1","model":"gpt-5-mini","status":"completed","output":[{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"gAAAA+/=="},{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Yes."}]}],"usage":{"input_tokens":5,"output_tokens":2}}""";

    private const string Claude = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"Well."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":2}}""";

    [Fact]
    public async Task A_conversation_can_change_its_model_and_change_back()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with
        {
            Providers = [s.Providers[0], s.Providers[1] with { Dialects = ["openai-responses"] }],
        });
        gateway.OpenAI.Then(200, Responses).Then(200, Responses);
        gateway.Anthropic.Then(200, Claude);

        var (_, first) = await gateway.SendAsync("/v1/messages", Ask("gpt-5-mini", ""));
        var content = JsonNode.Parse(first)!["content"]!.ToJsonString();
        Assert.Contains("farthing:openai-responses:", content, StringComparison.Ordinal);

        var more = ",{\"role\":\"assistant\",\"content\":" + content + "},{\"role\":\"user\",\"content\":\"On.\"}";
        await gateway.SendAsync("/v1/messages", Ask("claude-haiku-4-5", more));
        Assert.Equal(Ask("claude-haiku-4-5", """,{"role":"assistant","content":[{"type":"text","text":"Yes."}]},{"role":"user","content":"On."}"""), gateway.Anthropic.Requests[0].Body);

        await gateway.SendAsync("/v1/messages", Ask("gpt-5-mini", more));
        Assert.Equal("""{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"gAAAA+/=="}""",
            JsonNode.Parse(gateway.OpenAI.Requests[1].Body)!["input"]![1]!.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_wants_its_thinking_back_gets_it()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with
        {
            Providers = [s.Providers[0], s.Providers[1] with { Dialects = ["openai-chat"], EchoReasoning = true }],
        });
        gateway.OpenAI
            .Then(200, """{"id":"c","model":"deepseek-chat","choices":[{"index":0,"message":{"role":"assistant","content":"","reasoning_content":"Hm.","tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""")
            .Then(200, """{"id":"c","model":"deepseek-chat","choices":[{"index":0,"message":{"role":"assistant","content":"Done."},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""");

        var (_, first) = await gateway.SendAsync("/v1/messages", Ask("openai/deepseek-chat", ""));
        var content = JsonNode.Parse(first)!["content"]!.ToJsonString();
        await gateway.SendAsync("/v1/messages", Ask("openai/deepseek-chat", ",{\"role\":\"assistant\",\"content\":" + content + """},{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"1"}]}"""));

        Assert.Equal("""{"role":"assistant","content":null,"reasoning_content":"Hm.","tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]}""",
            JsonNode.Parse(gateway.OpenAI.Requests[1].Body)!["messages"]![1]!.ToJsonString());
    }

    [Fact]
    public async Task A_stream_that_has_begun_is_not_continued_by_another_provider()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.ThenStream(
            [
                "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"claude-haiku-4-5\",\"content\":[],\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n",
                "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
            ], reset: true);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => gateway.SendAsync("/v1/messages", Ask("budget", "").Replace("\"max_tokens\"", "\"stream\":true,\"max_tokens\"", StringComparison.Ordinal)));

        Assert.Single(gateway.Anthropic.Requests);
        Assert.Empty(gateway.OpenAI.Requests);
        Assert.Contains(" provider_broke ", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    private static string Ask(string model, string more) => $$"""{"model":"{{model}}","max_tokens":2000,"messages":[{"role":"user","content":"Hi"}{{more}}]}""";
}
