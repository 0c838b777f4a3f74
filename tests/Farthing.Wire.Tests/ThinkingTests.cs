using System.Text.Json.Nodes;

namespace Farthing.Wire.Tests;

public sealed class ThinkingTests
{
    private static readonly TargetModel Budget = new("m", Reasoning: ReasoningControl.Budget);

    [Theory]
    [InlineData("high", 32000, 16000L)]
    [InlineData("high", 8000, 7999L)] // the budget stays below the cap
    [InlineData("low", 32000, 2000L)]
    [InlineData("high", 1024, null)] // no room for the least budget
    [InlineData("none", 32000, null)]
    public void Effort_becomes_a_budget_below_the_cap(string effort, int cap, long? budget)
    {
        var (body, _) = ToAnthropic($$"""{"model":"m","max_tokens":{{cap}},"reasoning_effort":"{{effort}}","messages":[{"role":"user","content":"a"}]}""", Budget);
        Assert.Equal(budget, (long?)body["thinking"]?["budget_tokens"]);
    }

    [Fact]
    public void A_model_that_cannot_think_is_not_asked_to()
    {
        var (body, dropped) = ToAnthropic("""{"model":"m","reasoning_effort":"high","messages":[{"role":"user","content":"a"}]}""", new TargetModel("m"));
        Assert.Null(body["thinking"]);
        Assert.Equal(["thinking_control"], dropped);
    }

    [Theory]
    [InlineData("""{"model":"m","max_tokens":9000,"reasoning_effort":"high","tool_choice":"required","tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"a"}]}""")]
    [InlineData("""{"model":"m","max_tokens":9000,"reasoning_effort":"high","tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"x"}]}""")]
    public void Thinking_gives_way_where_Anthropic_would_refuse_it(string request)
    {
        var (body, dropped) = ToAnthropic(request, Budget);
        Assert.Null(body["thinking"]);
        Assert.Equal(["thinking_control"], dropped);
    }

    [Fact]
    public void A_thinking_Claude_gets_no_temperature()
    {
        var (body, dropped) = ToAnthropic("""{"model":"m","max_tokens":9000,"reasoning_effort":"high","temperature":0.2,"messages":[{"role":"user","content":"a"}]}""", Budget);
        Assert.Null(body["temperature"]);
        Assert.Equal(["sampling_with_thinking"], dropped);
    }

    [Theory, InlineData(1024, "low"), InlineData(2000, "low"), InlineData(8000, "medium"), InlineData(31999, "high")]
    public void A_budget_becomes_an_effort(int budget, string effort)
    {
        var request = $$"""{"model":"m","max_tokens":64000,"thinking":{"type":"enabled","budget_tokens":{{budget}}},"messages":[{"role":"user","content":"a"}]}""";
        var body = JsonNode.Parse(Translate.Request(Dialects.Anthropic, Dialects.OpenAIChat, Translate.Json(request), Translate.Thinker))!;
        Assert.Equal(effort, (string?)body["reasoning_effort"]);
    }

    [Fact]
    public void DeepSeek_gets_its_thinking_back()
    {
        var request = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":""},{"type":"text","text":"b"}]},{"role":"user","content":"c"}]}""";
        var losses = new Losses();
        var body = JsonNode.Parse(Translate.Request(Dialects.Anthropic, Dialects.OpenAIChat, Translate.Json(request), new TargetModel("m", EchoReasoning: true), losses))!;
        Assert.Equal("Hm.", (string?)body["messages"]![1]!["reasoning_content"]);
        Assert.Empty(losses.Dropped);
    }

    private static (JsonNode Body, IReadOnlyList<string> Dropped) ToAnthropic(string request, TargetModel target)
    {
        var losses = new Losses();
        return (JsonNode.Parse(Translate.Request(Dialects.OpenAIChat, Dialects.Anthropic, Translate.Json(request), target, losses))!, losses.Dropped);
    }
}
