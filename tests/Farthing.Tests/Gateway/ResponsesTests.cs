using System.Text.Json;
using Xunit;

namespace Farthing.Tests.Gateway;

public class ResponsesTests
{
    private const string Ask = """{"model":"gpt-4o-mini","input":"hi","max_output_tokens":100,"store":false}""";

    private const string Said = """{"id":"resp_1","object":"response","created_at":1,"status":"completed","error":null,"incomplete_details":null,"model":"gpt-4o-mini-2024-07-18","output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hello","annotations":[]}]}],"usage":{"input_tokens":110,"input_tokens_details":{"cached_tokens":100},"output_tokens":20,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":130}}""";

    private const string AnthropicSaid = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5-20251001","content":[{"type":"thinking","thinking":"Hm.","signature":"c2ln"},{"type":"tool_use","id":"toolu_1","name":"docs__search","input":{"q":1}},{"type":"tool_use","id":"toolu_2","name":"patch","input":{"input":"*** Begin"}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":20}}""";

    private static readonly string[] Stream =
    [
        "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1,\"status\":\"in_progress\",\"model\":\"gpt-4o-mini-2024-07-18\",\"output\":[],\"usage\":null}}\n\n",
        "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hello\"}\n\n",
        "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":2,\"response\":" + Said + "}\n\n",
    ];

    [Fact]
    public async Task Within_the_dialect_the_bytes_pass_and_the_ledger_reads_the_usage()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.Then(200, Said);
        var (_, body) = await gateway.SendAsync("/v1/responses", Ask);
        Assert.Equal(Said, body);
        Assert.Equal(("/v1/responses", Ask), (gateway.OpenAI.Requests[0].Path, gateway.OpenAI.Requests[0].Body));
        Assert.Equal("settle gpt-4o-mini gpt-4o-mini-2024-07-18 openai openai-responses openai-responses attempts=1 status=200 completed end_turn input=10 cache_read=100 output=20 estimated=0 cost_nanos=21000", (await gateway.LedgerAsync())[0]);
    }

    [Fact]
    public async Task Within_the_dialect_a_stream_passes_byte_for_byte()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.ThenStream(Stream);
        var (_, body) = await gateway.SendAsync("/v1/responses", Ask.Replace("\"store\"", "\"stream\":true,\"store\"", StringComparison.Ordinal));
        Assert.Equal(string.Concat(Stream), body);
        Assert.Contains(" completed end_turn input=10 cache_read=100 output=20 ", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passing_stream_that_lacks_its_end_is_broken_not_ended()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.OpenAI.ThenStream(Stream.Take(2));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => gateway.SendAsync("/v1/responses", Ask.Replace("\"store\"", "\"stream\":true,\"store\"", StringComparison.Ordinal)));
        Assert.Contains(" provider_broke ", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agents_custom_and_namespaced_tools_come_back_as_its_own_from_another_vendor()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, AnthropicSaid);
        var (_, body) = await gateway.SendAsync("/v1/responses", """
            {"model":"claude-haiku-4-5","input":"hi","tools":[{"type":"custom","name":"patch"},{"type":"namespace","name":"docs","tools":[{"type":"function","name":"search","parameters":{"type":"object"}}]}]}
            """);
        var output = JsonDocument.Parse(body).RootElement.GetProperty("output").EnumerateArray().Select(o => o.ToString()).ToArray();
        Assert.Contains("farthing:anthropic:c2ln", output[0], StringComparison.Ordinal);
        Assert.Contains("\"type\":\"function_call\",\"status\":\"completed\",\"call_id\":\"toolu_1\",\"name\":\"search\",\"namespace\":\"docs\",\"arguments\":\"{", output[1], StringComparison.Ordinal);
        Assert.EndsWith("\"type\":\"custom_tool_call\",\"status\":\"completed\",\"call_id\":\"toolu_2\",\"name\":\"patch\",\"input\":\"*** Begin\"}", output[2], StringComparison.Ordinal);
    }

    /// <summary>Quotes and letters that are not Latin took six bytes each, to the provider and back.</summary>
    [Fact]
    public async Task A_translation_escapes_only_what_JSON_demands()
    {
        const string Text = "\\\"<é猫>+'\\\"";
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, $$$"""{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"{{{Text}}}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":2}}""");
        var (_, body) = await gateway.SendAsync("/v1/chat/completions", $$"""{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"{{Text}}"}]}""");
        Assert.Equal($$"""{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"{{Text}}"}]}""", gateway.Anthropic.Requests[0].Body);
        Assert.Contains($"\"content\":\"{Text}\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_speaks_only_Responses_serves_callers_of_Messages()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Providers = [.. s.Providers.Select(p => p.Name == "openai" ? p with { Dialects = ["openai-responses"] } : p)] });
        gateway.OpenAI.ThenStream(Stream);
        var (_, body) = await gateway.SendAsync("/v1/messages", """{"model":"gpt-4o-mini","max_tokens":100,"stream":true,"system":"Be brief.","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Contains("\"text\":\"Hello\"", body, StringComparison.Ordinal);
        Assert.EndsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", body, StringComparison.Ordinal);
        Assert.Equal(
            """{"model":"gpt-4o-mini","instructions":"Be brief.","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}],"max_output_tokens":100,"stream":true,"store":false}""",
            gateway.OpenAI.Requests[0].Body);
    }
}
