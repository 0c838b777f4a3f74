using System.CommandLine;
using System.Text.Json;
using Farthing.Configuration;
using Farthing.Imports;
using Farthing.Imports.LiteLlm;
using Xunit;

namespace Farthing.Tests.Imports;

public sealed class LiteLlmTests : IDisposable
{
    private const string Config = """
        include: [more.yaml]
        model_list:
          - model_name: haiku
            litellm_params:
              model: anthropic/claude-haiku-4-5
              api_key: os.environ/ANTHROPIC_API_KEY
              api_base: https://api.anthropic.com
              rpm: 600
              tpm: 100000
          - model_name: mini
            litellm_params:
              model: gpt-4o-mini
              api_key: sk-secret-of-ours
              input_cost_per_token: 0.00000015
              output_cost_per_token: 6.0e-07
              cache_read_input_token_cost: 7.5e-8
              output_cost_per_second: 0.1
              max_budget: 10
              budget_duration: 1d
            model_info:
              id: mini-1
              mode: chat
          - model_name: mini
            litellm_params:
              model: openai/gpt-4o-mini
              api_key: os.environ/OPENAI_SECOND
          - model_name: local
            litellm_params:
              model: ollama/qwen2.5-coder:7b
              api_base: http://10.0.0.5:11434
            model_info:
              input_cost_per_token: 0
              output_cost_per_token: 0
          - model_name: served
            litellm_params:
              model: openai/meta/llama-4
              api_base: http://vllm.internal:8000/v1
              api_key: os.environ/VLLM_KEY
          - model_name: groq/*
            litellm_params:
              model: groq/*
          - model_name: "*"
            litellm_params:
              model: openrouter/*
          - model_name: cloud
            litellm_params:
              model: bedrock/anthropic.claude-v2
              aws_secret_access_key: AKIA-also-secret
          - model_name: hidden
            litellm_params:
              model: groq/llama-4
              api_base: https://ann:pw-secret@proxy.example/v1
          - model_name: somewhere
            litellm_params:
              model: hosted_vllm/llama-4
              api_base: os.environ/VLLM_BASE
          - just text
        litellm_settings:
          drop_params: true
          num_retries: 3
          max_budget: 250.50
          cache: true
          fallbacks: [{"haiku": ["mini", "cloud"]}]
          default_fallbacks: ["local"]
        router_settings:
          routing_strategy: simple-shuffle
          model_group_alias: {"gpt-3.5": "mini", "cheap": {"model": "haiku", "hidden": true}, "gone": "cloud"}
          redis_host: os.environ/REDIS
        general_settings:
          master_key: os.environ/MASTER_KEY
          database_url: postgresql://u:db-secret@h/db
        environment_variables:
          A: env-secret
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private (int Code, string Output, string Error) Run(string line)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        File.WriteAllText(_folder.In("config.yaml"), Config);
        var code = ImportCommand.Create().Parse(line.Replace("@", _folder.Path + "/", StringComparison.Ordinal)).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public void Becomes_a_farthing_yaml_that_is_read()
    {
        Assert.Equal(0, Run("litellm @config.yaml -o @farthing.yaml").Code);
        var yaml = File.ReadAllText(_folder.In("farthing.yaml"));
        Assert.Equal("""
            # Imported from a LiteLLM configuration; docs/configuration.md tells all settings.
            key: env:MASTER_KEY
            limit_usd: 250.50

            providers:
              anthropic:
                dialect: anthropic
                base_url: https://api.anthropic.com/v1
                api_key: env:ANTHROPIC_API_KEY
              openai:
                dialect: [openai-chat, openai-responses]
                base_url: https://api.openai.com/v1
                api_key: env:OPENAI_API_KEY
              openai-2:
                dialect: [openai-chat, openai-responses]
                base_url: https://api.openai.com/v1
                api_key: env:OPENAI_SECOND
              ollama:
                dialect: ollama
                base_url: http://10.0.0.5:11434
              vllm-internal-8000:
                dialect: openai-chat
                base_url: http://vllm.internal:8000/v1
                api_key: env:VLLM_KEY
                legacy_max_tokens: true
              groq:
                dialect: openai-chat
                base_url: https://api.groq.com/openai/v1
                api_key: env:GROQ_API_KEY
                legacy_max_tokens: true
              openrouter:
                dialect: openai-chat
                base_url: https://openrouter.ai/api/v1
                api_key: env:OPENROUTER_API_KEY
                legacy_max_tokens: true

            models:
              haiku:
                use: [anthropic/claude-haiku-4-5, openai/gpt-4o-mini, openai-2/gpt-4o-mini, ollama/qwen2.5-coder:7b]
              mini:
                use: [openai/gpt-4o-mini, openai-2/gpt-4o-mini, ollama/qwen2.5-coder:7b]
              local:
                use: [ollama/qwen2.5-coder:7b]
              served:
                use: [vllm-internal-8000/meta/llama-4, ollama/qwen2.5-coder:7b]
              gpt-3.5:
                use: [openai/gpt-4o-mini, openai-2/gpt-4o-mini, ollama/qwen2.5-coder:7b]
              cheap:
                use: [anthropic/claude-haiku-4-5, openai/gpt-4o-mini, openai-2/gpt-4o-mini, ollama/qwen2.5-coder:7b]

            price_overrides:
              openai/gpt-4o-mini:
                input: 0.15
                output: 0.6
                cache_read: 0.075
              ollama/qwen2.5-coder:7b:
                free: true

            """, yaml);

        var settings = SettingsReader.FromYaml("farthing.yaml", yaml, name => "secret-of-" + name);
        Assert.Equal("secret-of-MASTER_KEY", settings.Key);
        Assert.Equal(["haiku", "mini", "local", "served", "gpt-3.5", "cheap"], settings.Aliases.Select(a => a.Name));
        Assert.Equal(("http://10.0.0.5:11434/api", null), (settings.Providers[3].BaseUrl.AbsoluteUri, settings.Providers[3].ApiKey));
    }

    [Fact]
    public void Names_every_field_that_it_did_not_carry_and_the_reason()
    {
        var losses = LiteLlmReader.Read(Config).Losses.Select(l => $"{l.Field}: {l.Reason}");
        Assert.Equal("""
            model_list[0].litellm_params.rpm: limits on requests stand on keys (farthing keys), not on a model
            model_list[0].litellm_params.tpm: limits on tokens stand on keys (farthing keys), not on a model
            model_list[1].litellm_params.api_key: it holds a key itself, which is not copied: set OPENAI_API_KEY to it
            model_list[1].litellm_params.output_cost_per_second: price_overrides has no such part
            model_list[1].litellm_params.max_budget: budgets stand on keys, teams, projects and the installation (farthing budgets set), not on models
            model_list[1].litellm_params.budget_duration: budgets stand on keys, teams, projects and the installation (farthing budgets set), not on models
            model_list[1].model_info.id: Farthing has no such setting
            model_list[1].model_info.mode: Farthing has no such setting
            model_list[2].model_name: several of one name are tried in order, not in turn
            model_list[6].model_name: every model of the provider is reached as openrouter/MODEL, under no other pattern
            model_list[7].litellm_params.model: Farthing does not call bedrock: it speaks an API or asks for a credential of its own
            model_list[7].litellm_params.aws_secret_access_key: Farthing has no such setting
            model_list[8].litellm_params.api_base: it holds a credential or a query, which is not copied; the model is left out
            model_list[9].litellm_params.api_base: an address is not read from the environment: write it into the imported file; the model is left out
            litellm_settings.fallbacks[0].haiku: one of its models was not carried
            router_settings.model_group_alias.cheap.hidden: every name is listed
            router_settings.model_group_alias.gone: the model that it stands for was not carried
            include: other files are not read: import each, or join them first
            environment_variables: values are not copied: set the variables where farthing runs
            model_list[10]: Farthing has no such setting
            litellm_settings.drop_params: what a provider does not take is dropped or refused by the table of docs/translation.md
            litellm_settings.num_retries: how often is tried again follows from what the provider answers
            litellm_settings.cache: answers are not cached
            router_settings.routing_strategy: the models of an alias are tried in order
            router_settings.redis_host: Farthing has no such setting
            general_settings.database_url: the ledger is a file of its own (FARTHING_HOME)
            """.Split('\n'), losses);
    }

    [Fact]
    public void Copies_no_secret_and_says_none()
    {
        var (_, output, error) = Run("litellm @config.yaml -o @farthing.yaml");
        var all = output + error + File.ReadAllText(_folder.In("farthing.yaml"));
        Assert.All(["sk-secret-of-ours", "also-secret", "pw-secret", "db-secret", "env-secret"], secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal));
        var (_, json, _) = Run("litellm @config.yaml -o - --json");
        Assert.DoesNotContain("AKIA", json, StringComparison.Ordinal);
        Assert.Equal(
            ["MASTER_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "OPENAI_SECOND", "VLLM_KEY", "GROQ_API_KEY", "OPENROUTER_API_KEY"],
            JsonDocument.Parse(json).RootElement.GetProperty("environment").EnumerateArray().Select(e => e.GetString()));
    }

    [Fact]
    public void Never_overwrites_without_being_told_to()
    {
        File.WriteAllText(_folder.In("farthing.yaml"), "mine");
        var (code, output, error) = Run("litellm @config.yaml -o @farthing.yaml");
        Assert.Equal((2, "", $"farthing import: {_folder.Path}/farthing.yaml exists; --force overwrites it, --output names another file.\n"), (code, output, error));
        Assert.Equal("mine", File.ReadAllText(_folder.In("farthing.yaml")));
        Assert.Equal(0, Run("litellm @config.yaml -o @farthing.yaml --force").Code);
        Assert.NotEqual("mine", File.ReadAllText(_folder.In("farthing.yaml")));
    }

    [Fact]
    public void What_it_says_can_be_kept_apart_from_what_it_prints()
    {
        var (code, output, error) = Run("litellm @config.yaml -o -");
        Assert.Equal(0, code);
        Assert.StartsWith("# Imported", output, StringComparison.Ordinal);
        Assert.StartsWith("Imported 7 providers, 6 models.\nIt reads from the environment: MASTER_KEY, ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_that_renews_and_a_key_in_the_file_are_told()
    {
        var imported = LiteLlmReader.Read("model_list: []\nlitellm_settings: {max_budget: 5, budget_duration: 30d}\ngeneral_settings: {master_key: sk-1234}\n");
        Assert.Equal((null, null), (imported.Key, imported.Limit));
        Assert.Equal(
            [
                "litellm_settings.max_budget: limit_usd does not renew itself, as litellm_settings.budget_duration asks; farthing budgets set makes one that does",
                "general_settings.master_key: it holds a key itself, which is not copied: set FARTHING_KEY to it, or let 'farthing serve' make a new one",
            ],
            imported.Losses.Select(l => $"{l.Field}: {l.Reason}"));
    }

    [Theory]
    [InlineData("input_cost_per_token: 0.000001", "model_list[0].litellm_params.input_cost_per_token: a price needs both input_cost_per_token, which is not 0, and output_cost_per_token")]
    [InlineData("input_cost_per_token: 3, output_cost_per_token: 15", "model_list[0].litellm_params.input_cost_per_token: it is no price of a token in US dollars")]
    [InlineData("input_cost_per_token: 0.000001, output_cost_per_token: 0.000002, input_cost_per_token_batches: 0.1", "model_list[0].litellm_params.input_cost_per_token_batches: Farthing has no such setting")]
    public void A_price_that_is_none_is_told(string prices, string loss) =>
        Assert.Equal([loss], LiteLlmReader.Read($"model_list: [{{model_name: a, litellm_params: {{model: gpt-4o, {prices}}}}}]").Losses.Select(l => $"{l.Field}: {l.Reason}"));

    [Fact]
    public void Names_that_yaml_would_take_for_something_else_are_quoted()
    {
        var yaml = FarthingYaml.Of(LiteLlmReader.Read("model_list: [{model_name: 'a: #\"b\"', litellm_params: {model: gpt-4o}}, {model_name: '123', litellm_params: {model: gpt-4o}}]"));
        Assert.Equal(["a: #\"b\"", "123"], SettingsReader.FromYaml("farthing.yaml", yaml, name => name).Aliases.Select(a => a.Name));
    }

    [Theory]
    [InlineData("", "it must be a mapping with model_list")]
    [InlineData("- a", "it must be a mapping with model_list")]
    [InlineData("listen: x", "it has no model_list, so it is no LiteLLM configuration")]
    [InlineData("model_list: [", "line 2: not YAML: ")]
    public void What_is_no_such_configuration_is_said(string yaml, string said) =>
        Assert.StartsWith(said, Assert.Throws<FormatException>(() => LiteLlmReader.Read(yaml)).Message, StringComparison.Ordinal);
}
