using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Farthing.Tests.Gateway;

/// <summary>Ollama's clients load a model before they use it and unload it afterwards, by requests that ask for nothing.</summary>
public class OllamaLoadTests
{
    [Theory]
    [InlineData("/api/generate", """{"model":"budget"}""", "load")]
    [InlineData("/api/generate", """{"model":"budget","prompt":"","keep_alive":"10m","stream":false}""", "load")]
    [InlineData("/api/generate", """{"model":"budget","keep_alive":0}""", "unload")]
    [InlineData("/api/generate", """{"model":"budget","prompt":"","keep_alive":"0s"}""", "unload")]
    [InlineData("/api/chat", """{"model":"budget","messages":[]}""", "load")]
    [InlineData("/api/chat", """{"model":"budget","messages":[],"keep_alive":0,"stream":false}""", "unload")]
    public async Task A_provider_that_is_no_Ollama_is_not_asked_and_nothing_is_billed(string path, string body, string reason)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (response, text) = await gateway.SendAsync(path, body);
        var said = JsonNode.Parse(text)!.AsObject();
        Assert.NotNull((string?)said["created_at"]);
        said.Remove("created_at");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(path == "/api/chat"
            ? $$"""{"model":"budget","message":{"role":"assistant","content":""},"done":true,"done_reason":"{{reason}}"}"""
            : $$"""{"model":"budget","response":"","done":true,"done_reason":"{{reason}}"}""", said.ToJsonString());
        Assert.Empty(gateway.Anthropic.Requests);
        Assert.Empty(await gateway.LedgerAsync(atLeast: 0));
    }

    [Theory]
    [InlineData("/api/generate", """{"model":"local/qwen","keep_alive":0}""", """{"model":"qwen","keep_alive":0}""")]
    [InlineData("/api/chat", """{"model":"local/qwen","messages":[]}""", """{"model":"qwen","messages":[]}""")]
    public async Task An_Ollama_server_is_told(string path, string body, string told)
    {
        const string said = """{"model":"qwen","response":"","done":true,"done_reason":"load"}""";
        await using var gateway = await TestGateway.StartAsync(s => s with { Providers = [new("local", ["ollama", "ollama-generate"], s.Providers[0].BaseUrl, null)], Aliases = [] });
        gateway.Anthropic.Then(200, said);
        var (_, text) = await gateway.SendAsync(path, body);
        Assert.Equal(said, text.TrimEnd());
        Assert.Equal(told, gateway.Anthropic.Requests.Single().Body);
    }

    [Theory]
    [InlineData("/api/generate", """{"model":"budget","prompt":"hi","keep_alive":0,"stream":false}""")]
    [InlineData("/api/chat", """{"model":"budget","messages":[{"role":"user","content":"hi"}],"keep_alive":0,"stream":false}""")]
    public async Task A_prompt_is_answered_whatever_keep_alive_says_and_the_answer_tells_how_long_it_took(string path, string body)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Anthropic.Then(200, """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":20}}""");
        var (response, text) = await gateway.SendAsync(path, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((long)JsonNode.Parse(text)!["total_duration"]! > 0);
    }
}
