using System.Text.Json;
using Xunit;

namespace Farthing.Tests.Simulator;

public class ResponsesReplyTests
{
    private const string Ask = """{"model":"gpt-6-luna","stream":true,"store":false,"include":["reasoning.encrypted_content"],"input":[{"role":"user","content":[{"type":"input_text","text":"[[call look {\"at\":1}]] [[call patch *** Begin]]"}]}],"tools":[{"type":"function","name":"look","parameters":{"type":"object"}},{"type":"custom","name":"patch"},{"type":"web_search"}]}""";

    [Fact]
    public async Task Streams_every_item_added_filled_and_done_with_numbers_without_gaps()
    {
        await using var sim = await Sim.StartAsync();
        var events = Sim.Events(await Sim.TextOf(sim.PostAsync("/v1/responses", Ask)));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => JsonDocument.Parse(e.Data).RootElement.GetProperty("sequence_number").GetInt32()));
        Assert.All(events, e => Assert.StartsWith($$"""{"type":"{{e.Name}}",""", e.Data, StringComparison.Ordinal));
        string[] kinds = [.. events.Select(e => e.Name["response.".Length..]).Where((name, i) => i == 0 || events[i - 1].Name != events[i].Name)];
        Assert.Equal(
            [
                "created", "in_progress",
                "output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta", "reasoning_summary_text.done", "reasoning_summary_part.done", "output_item.done",
                "output_item.added", "content_part.added", "output_text.delta", "output_text.done", "content_part.done", "output_item.done",
                "output_item.added", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done",
                "output_item.added", "custom_tool_call_input.delta", "custom_tool_call_input.done", "output_item.done",
                "completed",
            ], kinds);
        var output = JsonDocument.Parse(events[^1].Data).RootElement.GetProperty("response").GetProperty("output");
        Assert.StartsWith("simulated ", System.Text.Encoding.UTF8.GetString(output[0].GetProperty("encrypted_content").GetBytesFromBase64()), StringComparison.Ordinal);
        Assert.Equal("""{"at":1}""", output[2].GetProperty("arguments").GetString());
        Assert.Equal("*** Begin", output[3].GetProperty("input").GetString());
    }

    [Theory]
    [InlineData("""{"model":"gpt-4o-mini","input":"hi","stop":["x"]}""", 400, "Unknown parameter: 'stop'.")]
    [InlineData("""{"model":"gpt-4o-mini","input":"hi","max_output_tokens":15}""", 400, "below minimum value")]
    [InlineData("""{"model":"gpt-4o-mini","input":"hi","previous_response_id":"resp_1"}""", 400, "nothing is stored here")]
    [InlineData("""{"model":"gpt-4o-mini","input":"hi","include":["reasoning.encrypted_content"]}""", 400, "Encrypted content is not supported")]
    [InlineData("""{"model":"gpt-4o-mini","input":[{"type":"function_call_output","call_id":"c","output":"x"}]}""", 400, "No tool call found")]
    [InlineData("""{"model":"gpt-4o-mini","input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]}""", 400, "No tool output found")]
    [InlineData("""{"model":"gpt-4o-mini@429","input":"hi"}""", 429, "Rate limit reached")]
    public async Task Refuses_what_the_vendor_refuses(string body, int status, string says)
    {
        await using var sim = await Sim.StartAsync();
        using var response = await sim.PostAsync("/v1/responses", body);
        Assert.Equal(status, (int)response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(says, JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_input_tokens_as_it_bills_them()
    {
        await using var sim = await Sim.StartAsync();
        const string Body = """{"model":"gpt-4o-mini","input":"hello there"}""";
        var counted = (await Sim.JsonOf(sim.PostAsync("/v1/responses/input_tokens", Body))).GetProperty("input_tokens").GetInt32();
        Assert.Equal(counted, (await Sim.JsonOf(sim.PostAsync("/v1/responses", Body))).GetProperty("usage").GetProperty("input_tokens").GetInt32());
    }

    [Fact]
    public async Task Legacy_completions_answer_every_prompt_as_often_as_asked()
    {
        await using var sim = await Sim.StartAsync();
        var reply = await Sim.JsonOf(sim.PostAsync("/v1/completions", """{"model":"gpt-3.5-turbo-instruct","prompt":["a","b"],"n":2,"echo":true,"max_tokens":8}"""));
        var choices = reply.GetProperty("choices").EnumerateArray().ToArray();
        Assert.Equal([0, 1, 2, 3], choices.Select(c => c.GetProperty("index").GetInt32()));
        Assert.Equal(["a", "a", "b", "b"], choices.Select(c => c.GetProperty("text").GetString()![..1]));
        Assert.All(choices, c => Assert.Equal("length", c.GetProperty("finish_reason").GetString()));
    }

    [Fact]
    public async Task Embeddings_have_length_one_and_are_the_same_for_the_same_text()
    {
        await using var sim = await Sim.StartAsync();
        var floats = await Sim.JsonOf(sim.PostAsync("/v1/embeddings", """{"model":"text-embedding-3-small","input":["x","y"],"dimensions":64}"""));
        var vector = floats.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(v => v.GetSingle()).ToArray();
        Assert.Equal(1, vector.Sum(v => v * v), 0.001);
        Assert.NotEqual(floats.GetProperty("data")[0].ToString(), floats.GetProperty("data")[1].ToString());
        var base64 = await Sim.JsonOf(sim.PostAsync("/v1/embeddings", """{"model":"text-embedding-3-small","input":"x","dimensions":64,"encoding_format":"base64"}"""));
        Assert.Equal(vector, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(base64.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64()).ToArray());
    }
}
