using System.Text.Json;
using Farthing.Simulator;
using Xunit;

namespace Farthing.Tests.Simulator;

/// <summary><c>[[call NAME {json}]]</c> decides which tools are called, in every dialect; their results are quoted.</summary>
public class DirectiveTests
{
    private const string Said = "please [[call look {\\\"at\\\":[[1]]}]] and [[call now]]";

    [Theory]
    [InlineData("[[call f {\"a\":[[1]]}]]", "f={\"a\":[[1]]}")]
    [InlineData("x [[call f {}]] y [[call g]] z", "f={};g=")]
    [InlineData("[[call patch *** Begin\nx]]", "patch=*** Begin\nx")]
    [InlineData("[[call f {\"a\":1}", "")]
    [InlineData("[[call f {broken]]", "f={broken")]
    public void Reads_calls_with_their_arguments_whatever_brackets_these_hold(string text, string expected) =>
        Assert.Equal(expected, string.Join(';', Directives.In(text).Select(c => $"{c.Name}={c.Arguments}")));

    [Fact]
    public void What_an_agent_adds_around_the_users_words_does_not_count() =>
        Assert.Equal("hi ", Directives.Spoken("hi <system-reminder>you have tools\nlike Bash</system-reminder>"));

    [Fact]
    public async Task Messages_call_both_tools_and_then_quote_the_results()
    {
        await using var sim = await Sim.StartAsync();
        const string Tools = """
            "tools":[{"name":"look","input_schema":{"type":"object"}},{"name":"now","input_schema":{"type":"object"}}]
            """;
        var asked = $$"""{"role":"user","content":"{{Said}}"}""";
        var first = await Sim.JsonOf(sim.MessagesAsync($$"""{"model":"claude-haiku-4-5","max_tokens":500,{{Tools}},"messages":[{{asked}}]}"""));
        var calls = first.GetProperty("content").EnumerateArray().Skip(1).ToArray();
        Assert.Equal(["""look {"at":[[1]]}""", "now {}"], calls.Select(c => $"{c.GetProperty("name")} {c.GetProperty("input")}"));

        var results = string.Join(',', calls.Select((c, i) => $$"""{"type":"tool_result","tool_use_id":"{{c.GetProperty("id")}}","content":"R{{i}}"}"""));
        var second = await Sim.JsonOf(sim.MessagesAsync($$"""{"model":"claude-haiku-4-5","max_tokens":500,{{Tools}},"messages":[{{asked}},{"role":"assistant","content":{{first.GetProperty("content")}}},{"role":"user","content":[{{results}}]}]}"""));
        Assert.StartsWith("The tool returned: \"R0\nR1\"", second.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_streams_parallel_calls_under_indexes_of_their_own()
    {
        await using var sim = await Sim.StartAsync();
        var stream = await Sim.TextOf(sim.ChatAsync($$$"""{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"{{{Said}}}"}],"tools":[{"type":"function","function":{"name":"look"}},{"type":"function","function":{"name":"now"}}]}"""));
        var arguments = new Dictionary<int, string>();
        foreach (var (_, data) in Sim.Events(stream).Where(e => e.Data.Contains("tool_calls\":[", StringComparison.Ordinal)))
        {
            var call = JsonDocument.Parse(data).RootElement.GetProperty("choices")[0].GetProperty("delta").GetProperty("tool_calls")[0];
            var index = call.GetProperty("index").GetInt32();
            arguments[index] = arguments.GetValueOrDefault(index) + call.GetProperty("function").GetProperty("arguments").GetString();
        }

        Assert.Equal(["""{"at":[[1]]}""", "{}"], arguments.OrderBy(a => a.Key).Select(a => a.Value));
    }

    [Fact]
    public async Task A_tool_that_is_not_offered_is_not_called()
    {
        await using var sim = await Sim.StartAsync();
        var reply = await Sim.JsonOf(sim.ChatAsync("""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"[[call look]]"}],"tools":[{"type":"function","function":{"name":"now"}}]}"""));
        Assert.StartsWith("The tool look is not offered", reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
    }
}
