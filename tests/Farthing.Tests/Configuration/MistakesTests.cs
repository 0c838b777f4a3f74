using Farthing.Catalogue;
using Farthing.Configuration;
using Xunit;

namespace Farthing.Tests.Configuration;

public class MistakesTests
{
    [Fact]
    public void All_mistakes_of_the_file_and_the_environment_are_told_at_once_in_the_order_of_the_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.In("farthing.yaml");
        File.WriteAllText(file, """
            models:
              fast: [a/b]
              cheap:
                use:
                  - openai/gpt-4o-mini
                  - nope/llama
            providers:
              groq:
                dialect: grpc
                base_ulr: https://api.groq.com/openai/v1
                api_key: env:MISSING
            listen: nowhere
            limit_usd: much
            """);
        var environment = new Dictionary<string, string> { ["FARTHING_PRICES"] = "cheap", ["OLLAMA_HOST"] = "http://" };

        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(file, environment.GetValueOrDefault, _ => ModelCatalogue.Embedded));

        Assert.Equal($"""
            10 mistakes:
              {file}, line 2: models.fast must be a mapping, such as 'use: [anthropic/claude-haiku-4-5, openai/gpt-4o-mini]'
              {file}, line 5: models.cheap.use names 'openai/gpt-4o-mini', but no provider 'openai' is configured: set OPENAI_API_KEY, or describe it under providers
              {file}, line 6: models.cheap.use names 'nope/llama', but no provider 'nope' is configured; there are: groq
              {file}, line 9: providers.groq.dialect is 'grpc'; known: anthropic, openai-chat, openai-responses, openai-completions, ollama, ollama-generate
              {file}, line 10: providers.groq.base_ulr is not a setting; the nearest is base_url; known here: dialect, base_url, api_key, legacy_max_tokens, echo_reasoning, nine_character_ids, free
              {file}, line 11: providers.groq.api_key names the environment variable MISSING, which is not set
              {file}, line 12: listen is 'nowhere'; it must be an address and a port, such as 127.0.0.1:4000
              {file}, line 13: limit_usd is 'much'; it must be US dollars, such as 25 or 0.50
              environment variable FARTHING_PRICES is 'cheap'; known price books: list, article
              environment variable OLLAMA_HOST is 'http://'; it must be an http or https address
            """, error.Message);
    }
}
