using Xunit;

namespace Farthing.Tests.Simulator;

public class OpenAIErrorTests
{
    private const string Turn = """
        "messages":[{"role":"user","content":"Hi"}]
        """;
    private const string Call = """{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}""";

    public static TheoryData<string, int, string, string?, string?> Mistakes => new()
    {
        { "{", 400, "The request body is not valid JSON", null, null },
        { $$"""{{{Turn}}}""", 400, "you must provide a model parameter", null, null },
        { $$"""{"model":"gpt-9",{{Turn}}}""", 404, "The model `gpt-9` does not exist", null, "model_not_found" },
        { """{"model":"gpt-4o"}""", 400, "Missing required parameter: 'messages'.", "messages", "missing_required_parameter" },
        { """{"model":"gpt-4o","messages":[]}""", 400, "Invalid 'messages': empty array.", "messages", "empty_array" },
        { """{"model":"gpt-4o","messages":[{"role":"robot","content":"x"}]}""", 400, "Invalid value: 'robot'.", "messages[0].role", "invalid_value" },
        { """{"model":"gpt-4o","messages":[{"role":"user","content":null}]}""", 400, "Invalid value for 'content': expected a string, got null.", "messages[0].content", null },
        { """{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"smell"}]}]}""", 400, "Invalid value: 'smell'.", "messages[0].content[0].type", "invalid_value" },
        { """{"model":"gpt-4o","messages":[{"role":"tool","tool_call_id":"c1","content":"x"}]}""", 400, "Invalid parameter: messages with role 'tool'", "messages.[0].role", null },
        { $$"""{"model":"gpt-4o","messages":[{{Call}},{"role":"user","content":"x"}]}""", 400, "An assistant message with 'tool_calls' must be followed", "messages.[1].role", null },
        { $$"""{"model":"gpt-4o","messages":[{{Call}},{"role":"tool","tool_call_id":"c2","content":"x"}]}""", 400, "Invalid parameter: 'tool_call_id' of 'c2' not found", "messages.[1].tool_call_id", null },
        { $$"""{"model":"gpt-4o","max_tokens":16385,{{Turn}}}""", 400, "max_tokens is too large: 16385.", "max_tokens", "invalid_value" },
        { $$"""{"model":"gpt-4o","max_tokens":1,"max_completion_tokens":1,{{Turn}}}""", 400, "Setting 'max_tokens' and 'max_completion_tokens'", "max_tokens", "invalid_parameter_combination" },
        { $$"""{"model":"gpt-6-luna","max_tokens":1,{{Turn}}}""", 400, "Unsupported parameter: 'max_tokens'", "max_tokens", "unsupported_parameter" },
        { $$$"""{"model":"gpt-6-luna","tools":[{"type":"function","function":{"name":"f"}}],{{{Turn}}}}""", 400, "Function calling with gpt-6-luna", "reasoning_effort", "unsupported_value" },
        { $$"""{"model":"gpt-4o","temperature":3,{{Turn}}}""", 400, "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.", "temperature", "decimal_above_max_value" },
        { $$"""{"model":"gpt-4o","stop":["a","b","c","d","e"],{{Turn}}}""", 400, "Invalid 'stop': array too long.", "stop", "array_above_max_length" },
        { $$"""{"model":"gpt-4o","top_k":3,{{Turn}}}""", 400, "Unknown parameter: 'top_k'.", "top_k", "unknown_parameter" },
        { $$$"""{"model":"gpt-4o","stream_options":{"include_usage":true},{{{Turn}}}}""", 400, "The 'stream_options' parameter is only allowed", "stream_options", null },
        { $$"""{"model":"gpt-4o","tool_choice":"auto",{{Turn}}}""", 400, "Invalid value for 'tool_choice'", "tool_choice", null },
        { $$$"""{"model":"gpt-4o","response_format":{"type":"json_object"},{{{Turn}}}}""", 400, "'messages' must contain the word 'json'", "messages", null },
        { $$"""{"model":"gpt-4o","n":0,{{Turn}}}""", 400, "Invalid 'n': integer below minimum value.", "n", "integer_below_min_value" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Refuses_mistakes_in_the_vendors_shape(string body, int status, string message, string? param, string? code)
    {
        await using var sim = await Sim.StartAsync();
        using var response = await sim.ChatAsync(body);
        var json = await Sim.JsonOf(Task.FromResult(response));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("error", Assert.Single(json.EnumerateObject()).Name);
        var error = json.GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(p => p.Name));
        Assert.StartsWith(message, error.GetProperty("message").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.Equal(code, error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Refuses_a_call_without_a_key()
    {
        await using var sim = await Sim.StartAsync();
        sim.Client.DefaultRequestHeaders.Clear();
        using var response = await sim.ChatAsync($$"""{"model":"gpt-4o",{{Turn}}}""");
        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task Refuses_a_prompt_beyond_the_context_with_the_code_that_clients_look_for()
    {
        await using var sim = await Sim.StartAsync();
        var json = await Sim.JsonOf(sim.ChatAsync($$"""{"model":"gpt-4o","messages":[{"role":"user","content":"{{new string('a', 512_000)}}"}]}"""));
        Assert.Equal("context_length_exceeded", json.GetProperty("error").GetProperty("code").GetString());
    }
}
