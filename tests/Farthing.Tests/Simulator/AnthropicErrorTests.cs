using System.Text;
using Xunit;

namespace Farthing.Tests.Simulator;

public class AnthropicErrorTests
{
    private const string Turn = """
        "messages":[{"role":"user","content":"Hi"}]
        """;
    private const string Use = """{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}}]}""";

    public static TheoryData<string, int, string, string> Mistakes => new()
    {
        { "{", 400, "invalid_request_error", "The request body is not valid JSON" },
        { "[]", 400, "invalid_request_error", "The request body is not valid JSON" },
        { """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"user","content":"\ud800"}]}""", 400, "invalid_request_error", "The request body cannot be read" },
        { $$$"""{"model":"claude-haiku-4-5","max_tokens":9,"tool_choice":{"type":"any"},"tools":[{"name":"f","input_schema":{"type":"object","required":[1]}}],{{{Turn}}}}""", 400, "invalid_request_error", "The request body cannot be read" },
        { $$"""{"max_tokens":9,{{Turn}}}""", 400, "invalid_request_error", "model: Field required" },
        { $$"""{"model":"claude-9","max_tokens":9,{{Turn}}}""", 404, "not_found_error", "model: claude-9" },
        { $$"""{"model":"gpt-4o","max_tokens":9,{{Turn}}}""", 404, "not_found_error", "model: gpt-4o" },
        { $$"""{"model":"claude-haiku-4-5",{{Turn}}}""", 400, "invalid_request_error", "max_tokens: Field required" },
        { $$"""{"model":"claude-haiku-4-5","max_tokens":64001,{{Turn}}}""", 400, "invalid_request_error", "max_tokens: 64001 > 64000" },
        { $$"""{"model":"claude-haiku-4-5","max_tokens":"9",{{Turn}}}""", 400, "invalid_request_error", "max_tokens: Input should be a valid integer" },
        { $$"""{"model":"claude-haiku-4-5","max_tokens":9,"n":1,{{Turn}}}""", 400, "invalid_request_error", "n: Extra inputs are not permitted" },
        { $$"""{"model":"claude-haiku-4-5","max_tokens":9,"temperature":1.5,{{Turn}}}""", 400, "invalid_request_error", "temperature: range: 0..1" },
        { $$"""{"model":"claude-haiku-5-5","max_tokens":9,"temperature":0,{{Turn}}}""", 400, "invalid_request_error", "temperature: only the default" },
        { $$"""{"model":"claude-haiku-4-5","max_tokens":9,"tool_choice":{"type":"any"},{{Turn}}}""", 400, "invalid_request_error", "tool_choice: tool_choice may only be specified while providing tools" },
        { $$"""{"model":"claude-haiku-4-5","max_tokens":9,"tools":[{"name":"f"}],{{Turn}}}""", 400, "invalid_request_error", "tools.0.custom.input_schema: Field required" },
        { $$"""{"model":"claude-haiku-4-5","max_tokens":2000,"thinking":{"type":"enabled","budget_tokens":9},{{Turn}}}""", 400, "invalid_request_error", "thinking.enabled.budget_tokens" },
        { $$"""{"model":"claude-haiku-4-5","max_tokens":2000,"thinking":{"type":"enabled","budget_tokens":2000},{{Turn}}}""", 400, "invalid_request_error", "`max_tokens` must be greater" },
        { $$$"""{"model":"claude-haiku-4-5","max_tokens":9,"system":[{"type":"text"}],{{{Turn}}}}""", 400, "invalid_request_error", "text: Input should be a valid string" },
        { """{"model":"claude-haiku-4-5","max_tokens":9}""", 400, "invalid_request_error", "messages: Field required" },
        { """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[]}""", 400, "invalid_request_error", "messages: at least one message is required" },
        { """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"system","content":"x"}]}""", 400, "invalid_request_error", "messages: Unexpected role \"system\"" },
        { """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"robot","content":"x"}]}""", 400, "invalid_request_error", "messages: Unexpected role \"robot\"" },
        { """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"assistant","content":"x"}]}""", 400, "invalid_request_error", "messages: first message must use the \"user\" role" },
        { """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"user","content":""}]}""", 400, "invalid_request_error", "messages.0: all messages must have non-empty content" },
        { """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":""}]}]}""", 400, "invalid_request_error", "messages: text content blocks must be non-empty" },
        { """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"user","content":[{"type":"smell"}]}]}""", 400, "invalid_request_error", "messages.0.content.0: Input tag 'smell'" },
        { """{"model":"claude-haiku-5-5","max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}""", 400, "invalid_request_error", "This model does not support assistant message prefill" },
        { """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"x"}]}]}""", 400, "invalid_request_error", "messages.0.content.0: unexpected `tool_use_id`" },
        { $$"""{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{{Use}},{"role":"user","content":"and?"}]}""", 400, "invalid_request_error", "messages.1: `tool_use` ids were found without `tool_result`" },
        { """{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"2h"}}]}]}""", 400, "invalid_request_error", "cache_control.ephemeral.ttl" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Refuses_mistakes_in_the_vendors_shape(string body, int status, string type, string message)
    {
        await using var sim = await Sim.StartAsync();
        using var response = await sim.MessagesAsync(body);
        Assert.Equal(status, (int)response.StatusCode);
        var error = await Sim.JsonOf(Task.FromResult(response));
        Assert.Equal(["type", "error", "request_id"], error.EnumerateObject().Select(p => p.Name));
        Assert.Equal("error", error.GetProperty("type").GetString());
        Assert.Equal(type, error.GetProperty("error").GetProperty("type").GetString());
        Assert.StartsWith(message, error.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Refuses_a_call_without_a_key()
    {
        await using var sim = await Sim.StartAsync();
        sim.Client.DefaultRequestHeaders.Remove("x-api-key");
        using var response = await sim.MessagesAsync($$"""{"model":"claude-haiku-4-5","max_tokens":9,{{Turn}}}""");
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal(
            """{"type":"error","error":{"type":"authentication_error","message":"x-api-key header is required"},"request_id":"req_ID"}""",
            Sim.Masked(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Refuses_a_prompt_beyond_the_context_in_words_that_clients_look_for()
    {
        await using var sim = await Sim.StartAsync();
        var text = new StringBuilder().Append('a', 800_004);
        var error = await Sim.JsonOf(sim.MessagesAsync($$"""{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"user","content":"{{text}}"}]}"""));
        Assert.Equal("prompt is too long: 200007 tokens > 200000 maximum", error.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Lets_unknown_fields_pass_with_a_beta_header()
    {
        await using var sim = await Sim.StartAsync();
        using var response = await sim.MessagesAsync(
            $$$"""{"model":"claude-haiku-4-5","max_tokens":9,"context_management":{},{{{Turn}}}}""", ("anthropic-beta", "context-management-2025-06-27"));
        Assert.Equal(200, (int)response.StatusCode);
    }
}
