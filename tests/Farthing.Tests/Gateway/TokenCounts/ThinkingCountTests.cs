using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;
using Xunit;

namespace Farthing.Tests.Gateway.TokenCounts;

public class ThinkingCountTests
{
    [Theory]
    [InlineData("claude-sonnet-4-5", 0)]
    [InlineData("claude-opus-4-5", 50)]
    public void Thinking_of_earlier_questions_counts_where_the_model_keeps_it(string model, long least)
    {
        var thought = string.Join(' ', Enumerable.Repeat("thinking about it", 20));
        long With(string thinking, string last) => Total(model, $$$"""
            {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{{{thinking}}}{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[{{{last}}}]}]}
            """);
        var block = $$$"""{"type":"thinking","thinking":"{{{thought}}}","signature":"s"},""";
        const string result = """{"type":"tool_result","tool_use_id":"t","content":"1"}""", question = result + """,{"type":"text","text":"And?"}""";

        Assert.InRange(With(block, question) - With("", question), least, least == 0 ? 0 : 200);
        Assert.InRange(With(block, result) - With("", result), 50, 200); // the loop of calls is not over yet
    }

    [Fact]
    public void Sealed_reasoning_counts_without_its_seal()
    {
        static string Body(int length) => $$$"""{"input":[{"type":"reasoning","summary":[],"encrypted_content":"{{{new string('a', length)}}}"}]}""";
        Assert.Equal(0, Total("gpt-5", Body(800)) - Total("gpt-5", Body(0)));
        Assert.Equal(2_496, Total("gpt-5", Body(16_376)) - Total("gpt-5", Body(0)));
    }

    private static long Total(string model, string body)
    {
        using var document = JsonDocument.Parse(body);
        var rules = TokenRules.Of(model, ModelCatalogue.Embedded.Find(model));
        return TokenFactor.Same(rules.Factor).Of(PromptCounter.Count(document.RootElement, rules));
    }
}
