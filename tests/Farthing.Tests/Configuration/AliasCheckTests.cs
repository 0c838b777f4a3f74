using Farthing.Catalogue;
using Farthing.Configuration;
using Farthing.Providers;
using Farthing.Routing;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Configuration;

public class AliasCheckTests
{
    private const string NoModel = ". A provider's own model is written provider/model";

    private static Settings With(params string[] providers) => new()
    {
        Providers = [.. providers.Select(p => new ProviderSettings(p, ["openai-chat"], new Uri("https://x/v1"), null))],
        Aliases = [new AliasSettings("a", ["claude-haiku-4-5"])],
    };

    [Theory]
    [InlineData("anthropic foo", "nope/llama", "names 'nope/llama', but no provider 'nope' is configured; there are: anthropic, foo")]
    [InlineData("anthropic foo", "fooo/a", "names 'fooo/a', but no provider 'fooo' is configured; the nearest is 'foo'")]
    [InlineData("", "nope/llama", "names 'nope/llama', but no provider 'nope' is configured; there is none")]
    [InlineData("anthropic", "nosuchmodel", "names 'nosuchmodel', which leads to no provider; farthing models lists what is known" + NoModel)]
    [InlineData("anthropic", "cluade-haiku-4-5", "names 'cluade-haiku-4-5', which leads to no provider; the nearest is 'claude-haiku-4-5'" + NoModel)]
    [InlineData("", "nosuchmodel", "names 'nosuchmodel', which leads to no provider; farthing models lists what is known" + NoModel)]
    [InlineData("anthropic", "sim/nosuchmodel", "names 'sim/nosuchmodel', which is none that the simulator plays; farthing models lists what is known" + NoModel)]
    [InlineData("anthropic", "a", "names 'a', which is an alias too: name the models that it leads to")]
    [InlineData("anthropic", "gpt-4o-mini", "names 'gpt-4o-mini', but no provider 'openai' is configured: set OPENAI_API_KEY, or describe it under providers")]
    [InlineData("openai", "anthropic/claude-haiku-4-5", "names 'anthropic/claude-haiku-4-5', but no provider 'anthropic' is configured: set ANTHROPIC_API_KEY, or describe it under providers")]
    public void What_leads_nowhere_is_told_with_the_nearest_name(string providers, string name, string problem) =>
        Assert.Equal(problem, AliasCheck.Problem(name, With(providers.Split(' ', StringSplitOptions.RemoveEmptyEntries)), ModelCatalogue.Embedded));

    [Theory]
    [InlineData("")]
    [InlineData("anthropic")]
    [InlineData("openai groq")]
    [InlineData("ollama hf.co")]
    public void It_lets_pass_what_the_router_finds_and_nothing_else(string providers)
    {
        var settings = With(providers.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var faces = Settings.SimulatedVendors.ToDictionary(v => v, v => Provider(v, simulated: true));
        var router = new Router([.. settings.Providers.Select(p => Provider(p.Name, simulated: false))], faces, [], ModelCatalogue.Embedded);

        string[] names = ["claude-haiku-4-5", "claude-of-tomorrow", "openai/gpt-4o-mini", "anthropic/gpt-4o-mini", "gpt-4o-mini", "o9-mini", "groq/llama-4", "groq/x/y", "x/y", "llama3:8b",
            "hf.co/x/y:q4", "a", "nowhere", "/x", "sim/gpt-4o-mini", "sim/nowhere", "sim/openai/gpt-4o-mini", "ft:gpt-4o-mini:team::1"];
        Assert.Equal(names.Where(n => router.Named(n) is not null), names.Where(n => AliasCheck.Problem(n, settings, ModelCatalogue.Embedded) is null));

        static Provider Provider(string name, bool simulated) => new(name, [Dialects.OpenAIChat], new Uri("https://x/v1"), null, simulated, LegacyMaxTokens: false);
    }

    [Fact]
    public void A_model_that_imported_prices_know_is_known() =>
        Assert.Null(AliasCheck.Problem("new-one", With("groq"), ModelCatalogue.Of(default, new Dictionary<string, string>(), [ModelCatalogue.Embedded.Models[0] with { Id = "new-one", Aliases = [], Provider = "groq" }])));
}
