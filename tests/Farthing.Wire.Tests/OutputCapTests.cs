namespace Farthing.Wire.Tests;

public sealed class OutputCapTests
{
    private const string Ask = """{"model":"m","max_tokens":32000,"messages":[{"role":"user","content":"hi"}]}""";

    [Theory]
    [InlineData("openai-chat", "max_completion_tokens")]
    [InlineData("openai-responses", "max_output_tokens")]
    [InlineData("openai-completions", "max_tokens")]
    public void A_cap_over_the_models_limit_becomes_the_limit_and_is_announced(string dialect, string field)
    {
        var losses = new Losses();
        var sent = Translate.Json(Translate.Request(Dialects.Anthropic, Dialects.Find(dialect)!, Translate.Json(Ask), new TargetModel("small", MaxOutputTokens: 16_384), losses));
        Assert.Equal(16_384, sent.GetProperty(field).GetInt32());
        Assert.Equal(["max_tokens_over_limit"], losses.Dropped);
    }

    [Theory]
    [InlineData(32_000)]
    [InlineData(null)]
    public void A_cap_within_the_limit_or_of_a_model_that_nobody_knows_stays(int? limit)
    {
        var losses = new Losses();
        var sent = Translate.Json(Translate.Request(Dialects.Anthropic, Dialects.OpenAIChat, Translate.Json(Ask), new TargetModel("m", limit), losses));
        Assert.Equal(32_000, sent.GetProperty("max_completion_tokens").GetInt32());
        Assert.Empty(losses.Dropped);
    }

    [Fact]
    public void Anthropics_limit_holds_for_callers_of_OpenAI()
    {
        var sent = Translate.Json(Translate.Request(Dialects.OpenAIChat, Dialects.Anthropic,
            Translate.Json("""{"model":"m","max_completion_tokens":100000,"messages":[{"role":"user","content":"hi"}]}"""), new TargetModel("m", MaxOutputTokens: 64_000)));
        Assert.Equal(64_000, sent.GetProperty("max_tokens").GetInt32());
    }
}
