using System.Text.Json;
using Xunit;

namespace Farthing.Tests.Simulator;

public class OllamaReplyTests
{
    [Fact]
    public async Task Streams_lines_unless_told_not_to_and_the_last_one_counts()
    {
        await using var sim = await Sim.StartAsync();
        const string Body = """{"model":"qwen2.5-coder:7b","messages":[{"role":"user","content":"hi"}]}""";
        var lines = (await Sim.TextOf(sim.PostAsync("/api/chat", Body))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        var whole = await Sim.JsonOf(sim.PostAsync("/api/chat", Body.Replace("{\"model", "{\"stream\":false,\"model", StringComparison.Ordinal)));
        Assert.Equal(whole.GetProperty("message").GetProperty("content").GetString(), string.Concat(lines.Select(l => l.GetProperty("message").GetProperty("content").GetString())));
        Assert.All(lines[..^1], l => Assert.False(l.GetProperty("done").GetBoolean()));
        Assert.Equal("stop", lines[^1].GetProperty("done_reason").GetString());
        Assert.Equal(whole.GetProperty("eval_count").GetInt32(), lines[^1].GetProperty("eval_count").GetInt32());
    }

    [Fact]
    public async Task A_prompt_that_does_not_fit_its_window_is_cut_off_silently_as_by_the_real_server()
    {
        await using var sim = await Sim.StartAsync();
        var reply = await Sim.JsonOf(sim.PostAsync("/api/generate", $$"""{"model":"codellama","stream":false,"prompt":"{{new string('x', 40_000)}}"}"""));
        Assert.Equal(4096, reply.GetProperty("prompt_eval_count").GetInt32());
    }

    [Theory]
    [InlineData("/api/chat", """{"model":"nobody"}""", 404, "model 'nobody' not found")]
    [InlineData("/api/chat", """{"model":"qwen2.5-coder:7b","think":true,"messages":[]}""", 400, "\"qwen2.5-coder:7b\" does not support thinking")]
    [InlineData("/api/chat", """{"model":"qwen2.5-coder:7b","messages":[{"role":"developer"}]}""", 400, "invalid role; must be one of [system, user, assistant, tool]")]
    [InlineData("/api/generate", """{"model":"nomic-embed-text"}""", 400, "\"nomic-embed-text:v1.5\" does not support generate")]
    [InlineData("/api/embed", """{"model":"codellama","input":"x"}""", 400, "this model does not support embeddings")]
    [InlineData("/api/chat", """{"model":"qwen2.5-coder:7b@500"}""", 500, "Internal server error (simulated)")]
    public async Task Refuses_in_one_line_of_text(string path, string body, int status, string says)
    {
        await using var sim = await Sim.StartAsync();
        using var response = await sim.PostAsync(path, body);
        Assert.Equal(status, (int)response.StatusCode);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(says, error.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("/api/generate", """{"model":"codellama:7b","keep_alive":0}""", "\"response\":\"\"")]
    [InlineData("/api/chat", """{"model":"codellama:7b","messages":[]}""", "\"message\":{\"role\":\"assistant\",\"content\":\"\"}")]
    public async Task A_request_that_says_nothing_loads_the_model(string path, string body, string said)
    {
        await using var sim = await Sim.StartAsync();
        var text = await Sim.TextOf(sim.PostAsync(path, body));
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.EndsWith(",\"done\":true,\"done_reason\":\"load\"}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_form_of_embeddings_is_one_vector_and_an_unknown_path_one_line_of_text()
    {
        await using var sim = await Sim.StartAsync();
        var vector = await Sim.JsonOf(sim.PostAsync("/api/embeddings", """{"model":"nomic-embed-text","prompt":"hi"}"""));
        Assert.Equal(768, vector.GetProperty("embedding").GetArrayLength());
        Assert.Equal("""{"error":"404 page not found"}""", await Sim.TextOf(sim.PostAsync("/api/blobs", "{}")));
    }

    [Fact]
    public async Task Tells_its_models_and_what_they_can()
    {
        await using var sim = await Sim.StartAsync();
        var tags = await Sim.JsonOf(sim.Client.GetAsync("/api/tags", TestContext.Current.CancellationToken));
        Assert.Contains("codellama:7b", tags.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        var show = await Sim.JsonOf(sim.PostAsync("/api/show", """{"model":"codellama:7b"}"""));
        Assert.Equal(["completion", "tools", "insert"], show.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(16_384, show.GetProperty("model_info").GetProperty("simulated.context_length").GetInt32());
        Assert.Equal("Ollama is running (simulated)", await Sim.TextOf(sim.Client.GetAsync("/", TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task An_error_within_a_stream_is_a_line_of_its_own()
    {
        await using var sim = await Sim.StartAsync();
        var lines = (await Sim.TextOf(sim.PostAsync("/api/chat", """{"model":"qwen2.5-coder:7b@error-event","messages":[{"role":"user","content":"hi"}]}"""))).TrimEnd().Split('\n');
        Assert.Equal("""{"error":"model runner has unexpectedly stopped (simulated)"}""", lines[^1]);
    }
}
