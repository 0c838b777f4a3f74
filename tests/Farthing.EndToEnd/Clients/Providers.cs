namespace Farthing.EndToEnd.Clients;

/// <summary>One simulator as the provider of every dialect, in the words of farthing.yaml.</summary>
internal static class Providers
{
    public static string Yaml(Uri simulator) => $"""
        providers:
          anthropic: {At("anthropic", "v1")}
          openai: {At("[openai-chat, openai-responses]", "v1")}
          chat: {At("openai-chat", "v1")}
          responses: {At("openai-responses", "v1")}
          legacy: {At("openai-completions", "v1")}
          ollama: {At("ollama", "")}

        """.Replace("$", simulator.AbsoluteUri, StringComparison.Ordinal);

    private static string At(string dialect, string path) => $"{{ dialect: {dialect}, base_url: ${path}, api_key: simulated }}";
}
