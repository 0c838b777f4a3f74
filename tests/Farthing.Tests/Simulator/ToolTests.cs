using System.Text.Json;
using Farthing.Simulator;
using Xunit;

namespace Farthing.Tests.Simulator;

public class ToolTests
{
    private const string Schema = """{"type":"object","properties":{"city":{"type":"string"},"unit":{"type":"string","enum":["C","F"]},"days":{"type":"integer","minimum":2}},"required":["city","unit"]}""";
    private const string Tool = $$"""{"name":"weather","description":"d","input_schema":{{Schema}}}""";
    private const string Function = $$$"""{"type":"function","function":{"name":"weather","parameters":{{{Schema}}}}}""";

    [Fact]
    public async Task Calls_a_tool_and_then_quotes_its_result()
    {
        await using var sim = await Sim.StartAsync();
        var call = await Sim.JsonOf(sim.MessagesAsync(
            $$"""{"model":"claude-haiku-4-5","max_tokens":200,"tools":[{{Tool}}],"messages":[{"role":"user","content":"Ask the weather please"}]}"""));
        Assert.Equal("tool_use", call.GetProperty("stop_reason").GetString());
        var use = call.GetProperty("content")[1];
        Assert.Equal("""{"city":"simulated city","unit":"C"}""", use.GetProperty("input").GetRawText());
        var after = await Sim.JsonOf(sim.MessagesAsync(
            $$$"""{"model":"claude-haiku-4-5","max_tokens":200,"tools":[{{{Tool}}}],"messages":[{"role":"user","content":"Ask the weather please"},{"role":"assistant","content":{{{call.GetProperty("content").GetRawText()}}}},{"role":"user","content":[{"type":"tool_result","tool_use_id":"{{{use.GetProperty("id").GetString()}}}","content":"11 degrees"}]}]}"""));
        Assert.Equal("end_turn", after.GetProperty("stop_reason").GetString());
        Assert.Contains("\"11 degrees\"", after.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_a_call_that_adds_up_to_the_whole_one()
    {
        await using var sim = await Sim.StartAsync();
        var body = $$"""{"model":"gpt-4o-mini","tools":[{{Function}}],"tool_choice":"required","messages":[{"role":"user","content":"Go"}]""";
        var whole = (await Sim.JsonOf(sim.ChatAsync(body + "}"))).GetProperty("choices")[0];
        Assert.Equal("tool_calls", whole.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Null, whole.GetProperty("message").GetProperty("content").ValueKind);
        var function = whole.GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function");
        var chunks = Sim.Events(await Sim.TextOf(sim.ChatAsync(body + ""","stream":true}"""))).SkipLast(1)
            .Select(e => JsonDocument.Parse(e.Data).RootElement.GetProperty("choices")[0]).ToArray();
        var pieces = chunks.Where(c => c.GetProperty("delta").TryGetProperty("tool_calls", out _))
            .Select(c => c.GetProperty("delta").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal(function.GetProperty("arguments").GetString(), string.Concat(pieces));
        Assert.Equal("tool_calls", chunks[^1].GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData("Hello", null, "end_turn")]
    [InlineData("Use a tool", null, "tool_use")]
    [InlineData("Use a tool", "none", "end_turn")]
    [InlineData("Hello", "any", "tool_use")]
    [InlineData("Footstools are nice", null, "end_turn")]
    public async Task Calls_only_when_the_turn_or_the_choice_asks(string text, string? choice, string stop)
    {
        await using var sim = await Sim.StartAsync();
        var extra = choice is null ? "" : $$""","tool_choice":{"type":"{{choice}}"}""";
        var reply = await Sim.JsonOf(sim.MessagesAsync(
            $$"""{"model":"claude-haiku-4-5","max_tokens":500,"tools":[{{Tool}}]{{extra}},"messages":[{"role":"user","content":"{{text}}"}]}"""));
        Assert.Equal(stop, reply.GetProperty("stop_reason").GetString());
    }

    [Fact]
    public async Task Never_sends_half_a_call()
    {
        await using var sim = await Sim.StartAsync();
        var reply = await Sim.JsonOf(sim.MessagesAsync(
            $$"""{"model":"claude-haiku-4-5","max_tokens":4,"tools":[{{Tool}}],"messages":[{"role":"user","content":"Use a tool"}]}"""));
        Assert.Equal("max_tokens", reply.GetProperty("stop_reason").GetString());
        Assert.Equal("text", Assert.Single(reply.GetProperty("content").EnumerateArray()).GetProperty("type").GetString());
        Assert.Equal(4, reply.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"type":"object","required":[null]}""", "{}")]
    [InlineData("""{"type":"array","minItems":1e12,"maxItems":0}""", "[]")]
    [InlineData("""{"type":"number","multipleOf":0,"minimum":1e300}""", "1")]
    [InlineData("""{"type":["null","integer"],"exclusiveMinimum":4}""", "5")]
    [InlineData("""{"type":"number","minimum":0.5,"maximum":0.9}""", "0.5")]
    [InlineData("""{"type":"array","items":{"type":"boolean"},"minItems":2}""", "[true,true]")]
    [InlineData("""{"anyOf":[{"const":3},{"type":"string"}]}""", "3")]
    [InlineData("""{"type":"string","maxLength":4}""", "\"simu\"")]
    [InlineData("""{"$defs":{"p":{"type":"object","properties":{"x":{"type":"integer"}},"required":["x"]}},"$ref":"#/$defs/p"}""", """{"x":1}""")]
    [InlineData("""{"allOf":[{"properties":{"a":{"type":"string","format":"date"}},"required":["a"]},{"properties":{"b":{"type":"null"}},"required":["b"]}]}""", """{"a":"2026-01-01","b":null}""")]
    [InlineData("""{"type":"object","properties":{},"required":["free"]}""", """{"free":"free"}""")]
    public void Fills_a_schema_with_the_plainest_value(string schema, string value) =>
        Assert.Equal(value, SchemaFill.Write(JsonDocument.Parse(schema).RootElement));
}
