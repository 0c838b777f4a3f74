using Farthing.Catalogue;
using Farthing.Configuration;
using Farthing.Providers;
using Farthing.Routing;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Routing;

public class RouterTests
{
    private static readonly Provider Anthropic = new("anthropic", [Dialects.Anthropic], new Uri("http://a/v1"), "k", false, false);
    private static readonly Provider OpenAI = new("openai", [Dialects.OpenAIChat], new Uri("http://o/v1"), "k", false, false);
    private static readonly Provider Groq = new("groq", [Dialects.OpenAIChat], new Uri("http://g/v1"), "k", false, false);
    private static readonly Dictionary<string, Provider> Simulator = new()
    {
        ["anthropic"] = new Provider("simulator", [Dialects.Anthropic], new Uri("http://s/v1"), null, true, false),
        ["openai"] = new Provider("simulator", [Dialects.OpenAIChat], new Uri("http://s/v1"), null, true, false),
    };

    private static Router With(Provider[] providers, bool simulator = false, params AliasSettings[] aliases) =>
        new(providers, simulator ? Simulator : new Dictionary<string, Provider>(), aliases, ModelCatalogue.Embedded);

    [Theory]
    [InlineData("claude-haiku-4-5", "anthropic", "claude-haiku-4-5")]
    [InlineData("claude-haiku-4-5-20251001", "anthropic", "claude-haiku-4-5-20251001")]
    [InlineData("claude-of-tomorrow", "anthropic", "claude-of-tomorrow")]
    [InlineData("gpt-4o-mini", "openai", "gpt-4o-mini")]
    [InlineData("gpt-of-tomorrow", "openai", "gpt-of-tomorrow")]
    [InlineData("o9-mini", "openai", "o9-mini")]
    [InlineData("groq/llama-4/scout", "groq", "llama-4/scout")]
    [InlineData("openai/gpt-4o", "openai", "gpt-4o")]
    public void A_model_name_leads_to_its_provider(string name, string provider, string model)
    {
        var attempt = Assert.Single(With([Anthropic, OpenAI, Groq]).Plan(name, Dialects.OpenAIChat).Attempts);
        Assert.Equal((provider, model), (attempt.Provider.Name, attempt.Model));
    }

    [Fact]
    public void A_model_that_an_override_prices_under_its_provider_is_found_there_alone()
    {
        var price = new Price { Rates = new Rates(Input: 1, Output: 2) };
        var catalogue = ModelCatalogue.Embedded.With([new PriceOverride("groq/llama-4", price)], PriceBook.List);
        var router = new Router([OpenAI, Groq], new Dictionary<string, Provider>(), [], catalogue);
        var attempt = Assert.Single(router.Plan("groq/llama-4", Dialects.OpenAIChat).Attempts);
        Assert.Equal(("llama-4", "groq/llama-4"), (attempt.Model, attempt.Entry?.Id));
        Assert.Null(Assert.Single(router.Plan("openai/llama-4", Dialects.OpenAIChat).Attempts).Entry);
    }

    [Fact]
    public void An_alias_is_its_models_in_order()
    {
        var plan = With([Anthropic, OpenAI], aliases: new AliasSettings("budget", ["gpt-4o-mini", "claude-haiku-4-5"])).Plan("budget", Dialects.OpenAIChat);
        Assert.Equal("budget", plan.Asked);
        Assert.Equal(["openai gpt-4o-mini", "anthropic claude-haiku-4-5"], plan.Attempts.Select(a => $"{a.Provider.Name} {a.Model}"));
    }

    /// <summary>OpenAI's newer models take tools in Chat Completions only with their reasoning switched off.</summary>
    [Theory]
    [InlineData("gpt-6-luna", "anthropic", "openai-responses")]
    [InlineData("gpt-6-luna", "ollama", "openai-responses")]
    [InlineData("gpt-6-luna", "openai-chat", "openai-chat")]
    [InlineData("gpt-6-luna", "openai-completions", "openai-chat")]
    [InlineData("gpt-4o-mini", "anthropic", "openai-chat")]
    public void A_model_that_reasons_is_asked_in_Responses_where_a_translation_is_needed_anyway(string model, string caller, string dialect)
    {
        var both = new Provider("openai", [Dialects.OpenAIChat, Dialects.OpenAIResponses], new Uri("http://o/v1"), "k", false, false);
        Assert.Equal(dialect, With([both]).Plan(model, Dialects.Find(caller)!).Attempts[0].Dialect.Name);
        Assert.Equal("openai-chat", With([OpenAI]).Plan(model, Dialects.Find(caller)!).Attempts[0].Dialect.Name);
    }

    [Theory]
    [InlineData("claude-haiku-4-5", "anthropic")]
    [InlineData("gpt-4o-mini", "openai-chat")]
    [InlineData("sim/gpt-4o-mini", "openai-chat")]
    public void With_no_provider_the_simulator_stands_in_in_the_models_own_dialect(string name, string dialect)
    {
        var attempt = Assert.Single(With([], simulator: true).Plan(name, Dialects.OpenAIChat).Attempts);
        Assert.True(attempt.Provider.Simulated);
        Assert.Equal(dialect, attempt.Dialect.Name);
        Assert.DoesNotContain("sim/", attempt.Model, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_provider_configured_nothing_is_simulated_unless_its_name_says_so()
    {
        var router = With([OpenAI], simulator: true);
        Assert.Equal(404, Assert.Throws<WireException>(() => router.Plan("claude-haiku-4-5", Dialects.OpenAIChat)).Error.Status);
        Assert.True(router.Plan("sim/claude-haiku-4-5", Dialects.OpenAIChat).Attempts[0].Provider.Simulated);
        Assert.False(router.Plan("gpt-4o-mini", Dialects.OpenAIChat).Attempts[0].Provider.Simulated);
    }

    [Theory]
    [InlineData("nonsense", "model 'nonsense' leads to no provider (configured providers: anthropic)")]
    [InlineData("gpt-4o-mini", "model 'gpt-4o-mini' leads to no provider")]
    [InlineData("sim/claude-haiku-4-5", "model 'sim/claude-haiku-4-5' leads to no provider")]
    [InlineData("lost", "model 'nowhere/x', which the alias 'lost' names, leads to no provider")]
    public void A_name_that_leads_nowhere_is_404_and_says_how_to_name_one(string name, string message)
    {
        var error = Assert.Throws<WireException>(() => With([Anthropic], aliases: new AliasSettings("lost", ["nowhere/x"])).Plan(name, Dialects.OpenAIChat)).Error;
        Assert.Equal((404, "model", "model_not_found"), (error.Status, error.Field, error.Code));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("GET /v1/models lists the names", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_the_aliases_and_what_the_providers_are_known_to_serve()
    {
        var names = With([Anthropic], aliases: new AliasSettings("budget", ["claude-haiku-4-5"])).Names().Select(n => n.Name).ToArray();
        Assert.Equal("budget", names[0]);
        Assert.Contains("claude-haiku-4-5-20251001", names);
        Assert.DoesNotContain("gpt-4o-mini", names);
    }
}
