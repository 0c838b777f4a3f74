using Farthing.Configuration;
using Xunit;

namespace Farthing.Tests.Configuration;

public class SettingsReaderTests
{
    private static readonly Dictionary<string, string> Set = new() { ["GROQ_KEY"] = "gsk-1", ["ANTHROPIC_API_KEY"] = "sk-ant", ["OLLAMA_HOST"] = "127.0.0.1:11434" };

    private static Settings Yaml(string yaml) => SettingsReader.FromYaml("farthing.yaml", yaml, Set.GetValueOrDefault);

    [Theory]
    [InlineData("https://api.deepseek.com/v1", "", true, false)]
    [InlineData("https://api.deepseek.com/v1", "echo_reasoning: false", false, false)]
    [InlineData("https://api.mistral.ai/v1", "", false, true)]
    [InlineData("https://notmistral.ai/v1", "echo_reasoning: true", true, false)]
    public void What_a_vendor_is_known_to_ask_for_is_its_default(string url, string more, bool echo, bool nine)
    {
        var provider = SettingsReader.FromYaml("farthing.yaml", $"providers:\n  p:\n    dialect: openai-chat\n    base_url: {url}\n    {more}\n", _ => null).Providers[0];
        Assert.Equal((echo, nine), (provider.EchoReasoning, provider.NineCharacterIds));
    }

    [Fact]
    public void Reads_a_whole_file()
    {
        var settings = Yaml("""
            listen: 127.0.0.1:4100
            key: env:GROQ_KEY
            limit_usd: 12.50
            prices: article
            drain_seconds: 0.5
            providers:
              groq:
                dialect: openai-chat
                base_url: https://api.groq.com/openai/v1
                api_key: env:GROQ_KEY
                legacy_max_tokens: true
            models:
              budget:
                use: [groq/llama-4, anthropic/claude-haiku-4-5]
              one:
                use: gpt-4o-mini
            """);

        Assert.Equal("127.0.0.1:4100", settings.Listen.ToString());
        Assert.Equal("gsk-1", settings.Key);
        Assert.Equal("12.5", settings.Limit.ToString());
        Assert.Equal("article", settings.PriceBook);
        Assert.Equal(TimeSpan.FromMilliseconds(500), settings.Drain);
        var groq = Assert.Single(settings.Providers);
        Assert.Equal(["openai-chat"], groq.Dialects);
        Assert.Equal(("groq", "https://api.groq.com/openai/v1", "gsk-1", true), (groq.Name, groq.BaseUrl.AbsoluteUri, groq.ApiKey, groq.LegacyMaxTokens));
        Assert.Equal(["budget", "one"], settings.Aliases.Select(a => a.Name));
        Assert.Equal(["groq/llama-4", "anthropic/claude-haiku-4-5"], settings.Aliases[0].Use);
        Assert.Equal(["gpt-4o-mini"], settings.Aliases[1].Use);
    }

    [Theory]
    [InlineData("listen: nowhere", "farthing.yaml, line 1: listen is 'nowhere'; it must be an address and a port, such as 127.0.0.1:4000")]
    [InlineData("\nlimit_usd: much", "farthing.yaml, line 2: limit_usd is 'much'; it must be US dollars, such as 25 or 0.50")]
    [InlineData("key: env:MISSING", "farthing.yaml, line 1: key names the environment variable MISSING, which is not set")]
    [InlineData("limt_usd: 3", "farthing.yaml, line 1: limt_usd is not a setting; the nearest is limit_usd; known here: listen, key, limit_usd, prices, drain_seconds, fetch_images, no_key, fail, fail_open_usd, budget_webhook, lease_seconds, providers, models, price_overrides")]
    [InlineData("providers:\n  groq:\n    dialect: grpc\n    base_url: https://x", "farthing.yaml, line 3: providers.groq.dialect is 'grpc'; known: anthropic, openai-chat, openai-responses, openai-completions, ollama, ollama-generate")]
    [InlineData("providers:\n  groq:\n    dialect: anthropic\n    base_url: ftp://x", "farthing.yaml, line 4: providers.groq.base_url is 'ftp://x'; it must be an http or https address")]
    [InlineData("providers:\n  groq:\n    dialect: anthropic", "farthing.yaml, line 3: providers.groq.base_url is missing, such as https://api.openai.com/v1")]
    [InlineData("models:\n  budget: gpt-4o-mini", "farthing.yaml, line 2: models.budget must be a mapping, such as 'use: [anthropic/claude-haiku-4-5, openai/gpt-4o-mini]'")]
    [InlineData("models:\n  fast: [a/b]", "farthing.yaml, line 2: models.fast must be a mapping, such as 'use: [anthropic/claude-haiku-4-5, openai/gpt-4o-mini]'")]
    [InlineData("models: [a/b]", "farthing.yaml, line 1: models must be a mapping of names to settings, each such as 'use: [anthropic/claude-haiku-4-5, openai/gpt-4o-mini]'")]
    [InlineData("models:\n  budget: {}", "farthing.yaml, line 2: models.budget.use is missing: a model, or a list of models tried in order")]
    [InlineData("providers:\n  groq:\n    dialect: anthropic\n    base_ulr: https://x", "farthing.yaml, line 4: providers.groq.base_ulr is not a setting; the nearest is base_url; known here: dialect, base_url, api_key, legacy_max_tokens, echo_reasoning, nine_character_ids, free")]
    [InlineData("providers:\n  a/b:\n    dialect: anthropic\n    base_url: https://x", "farthing.yaml, line 2: providers.a/b cannot be a provider's name: the '/' is what parts it from a model, as in provider/model; call it a-b")]
    [InlineData("providers:\n  sim:\n    dialect: anthropic\n    base_url: https://x", "farthing.yaml, line 2: providers.sim cannot be a provider's name: sim/NAME is what the simulator plays")]
    [InlineData("providers:\n  x:\n    dialect: anthropic\n    base_url: https://x/v1/messages", "farthing.yaml, line 4: providers.x.base_url is 'https://x/v1/messages', but /messages is added by Farthing itself: write https://x/v1")]
    [InlineData("providers:\n  x:\n    dialect: openai-chat\n    base_url: https://x:8/v1/chat/completions/", "farthing.yaml, line 4: providers.x.base_url is 'https://x:8/v1/chat/completions/', but /chat/completions is added by Farthing itself: write https://x:8/v1")]
    [InlineData("providers:\n  x:\n    dialect: ollama\n    base_url: http://x/api/chat", "farthing.yaml, line 4: providers.x.base_url is 'http://x/api/chat', but /chat is added by Farthing itself: write http://x/api")]
    [InlineData("limit_usd: {a: 1}", "farthing.yaml, line 1: limit_usd must be a single value")]
    [InlineData("models:\n  budget:\n    uses: gpt-4o-mini", "farthing.yaml, line 3: models.budget.uses is not a setting; the nearest is use; known here: use")]
    [InlineData("- a\n- b", "farthing.yaml, line 1: must be a mapping of settings, such as 'listen: 127.0.0.1:4000'")]
    [InlineData("models:\n  mixed:\n    use: [sim/gpt-4o-mini, gpt-4o-mini]", "farthing.yaml, line 3: models.mixed.use mixes simulated models (sim/…) with real ones: a call is either, and its cost is counted as one or the other")]
    [InlineData("listen: '::1'", "farthing.yaml, line 1: listen is '::1'; it must be an address and a port, such as 127.0.0.1:4000")]
    [InlineData("models:\n  ? [a, b]\n  : {use: gpt-4o-mini}", "farthing.yaml, line 2: models has a name that is not a plain word")]
    [InlineData("price_overrides:\n  a:\n    output: 1", "farthing.yaml, line 3: price_overrides.a.input is missing: US dollars per million tokens, such as 0.50; a model that costs nothing is 'free: true'")]
    [InlineData("price_overrides:\n  a:\n    input: 1", "farthing.yaml, line 3: price_overrides.a.output is missing: US dollars per million tokens, such as 1.50; 0 for a model that only embeds")]
    [InlineData("price_overrides:\n  a:\n    input: 0\n    output: 0", "farthing.yaml, line 3: price_overrides.a.input is 0; a model that costs nothing is 'free: true'")]
    [InlineData("price_overrides:\n  a:\n    input: 1\n    output: -1", "farthing.yaml, line 4: price_overrides.a.output is '-1'; it must be US dollars per million tokens, such as 0.50")]
    [InlineData("price_overrides:\n  a:\n    input: 1e-7\n    output: 1", "farthing.yaml, line 3: price_overrides.a.input is '1e-7'; it must be US dollars per million tokens, such as 0.50")]
    [InlineData("price_overrides:\n  a:\n    free: true\n    input: 1", "farthing.yaml, line 3: price_overrides.a.free is true beside rates: a model is free or has rates")]
    [InlineData("price_overrides:\n  a:\n    free: true\n    from: soon", "farthing.yaml, line 4: price_overrides.a.from is 'soon'; it must be a day, such as 2026-12-01")]
    [InlineData("price_overrides:\n  a:\n    free: true\n    until: 2026-12-01", "farthing.yaml, line 4: price_overrides.a.until is not a setting; known here: free, from, input, output, cache_read, cache_write_5m, cache_write_1h, batch_multiplier")]
    [InlineData("price_overrides:\n  a:\n    input: 1\n    output: 1\n    batch_multiplier: 50", "farthing.yaml, line 5: price_overrides.a.batch_multiplier is '50'; it must be above 0 and at most 1, such as 0.5")]
    [InlineData("price_overrides:\n  a: 3", "farthing.yaml, line 2: price_overrides.a must be a mapping, such as 'input: 0.20'")]
    [InlineData("prices: cheap", "farthing.yaml, line 1: prices is 'cheap'; known price books: list, article")]
    public void Says_which_field_is_wrong_and_where(string yaml, string message) =>
        Assert.Equal(message, Assert.Throws<SettingsException>(() => Yaml(yaml)).Message);

    [Fact]
    public void Broken_yaml_names_the_line() =>
        Assert.StartsWith("farthing.yaml, line 2: not YAML:", Assert.Throws<SettingsException>(() => Yaml("listen: x\nkey: [a")).Message.Replace("line 3", "line 2", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void The_vendors_keys_are_enough_and_their_base_urls_are_never_taken_for_our_own()
    {
        var environment = new Dictionary<string, string>(Set) { ["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:4000", ["OPENAI_API_KEY"] = "sk-oai" };
        using var folder = new TemporaryFolder();
        var file = folder.In("farthing.yaml");
        File.WriteAllText(file, "listen: 4001\n");

        var settings = SettingsReader.Read(file, environment.GetValueOrDefault);

        Assert.Equal(["anthropic https://api.anthropic.com/v1 sk-ant", "openai https://api.openai.com/v1 sk-oai", "ollama http://127.0.0.1:11434/api "],
            settings.Providers.Select(p => $"{p.Name} {p.BaseUrl} {p.ApiKey}"));
    }

    [Fact]
    public void The_environment_comes_before_the_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.In("farthing.yaml");
        File.WriteAllText(file, "listen: 4001\nlimit_usd: 3\n");
        var environment = new Dictionary<string, string> { ["FARTHING_LISTEN"] = "[::1]:4002", ["FARTHING_LIMIT_USD"] = "4" };

        var settings = SettingsReader.Read(file, environment.GetValueOrDefault);

        Assert.Equal("[::1]:4002 4", $"{settings.Listen} {settings.Limit}");
    }

    [Theory]
    [InlineData("4001", "127.0.0.1:4001")]
    [InlineData(":4001", "127.0.0.1:4001")]
    [InlineData("localhost:4001", "127.0.0.1:4001")]
    [InlineData(" 0.0.0.0:0 ", "0.0.0.0:0")]
    [InlineData("[::1]:4001", "[::1]:4001")]
    public void Reads_an_address_with_its_port(string text, string address) =>
        Assert.Equal(address, SettingValues.Listen(text, problem => new SettingsException(problem)).ToString());

    [Fact]
    public void An_empty_variable_is_not_set()
    {
        var environment = new Dictionary<string, string> { ["FARTHING_CONFIG"] = "", ["FARTHING_KEY"] = "", ["OPENAI_API_KEY"] = "" };
        Assert.Equal((null, 0), (SettingsReader.Read(null, environment.GetValueOrDefault).Key, SettingsReader.Read(null, environment.GetValueOrDefault).Providers.Count));
    }

    [Fact]
    public void A_named_file_must_exist() =>
        Assert.Equal("the configuration file nowhere.yaml does not exist",
            Assert.Throws<SettingsException>(() => SettingsReader.Read("nowhere.yaml", _ => null)).Message);

    [Theory]
    [InlineData("http://box", "http://box:11434/api")]
    [InlineData("http://box:8080/", "http://box:8080/api")]
    [InlineData("http://box:80", "http://box/api")]
    [InlineData("http://0.0.0.0:11434/v1", "http://127.0.0.1:11434/api")]
    [InlineData("https://ollama.example/api", "https://ollama.example/api")]
    [InlineData("https://ollama.example/proxy/api/", "https://ollama.example/proxy/api")]
    public void An_Ollama_server_is_found_however_its_address_is_written(string written, string api) =>
        Assert.Equal(api, OllamaAddress.Of(new Uri(written)).AbsoluteUri);
}
