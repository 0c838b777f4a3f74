using Farthing.Wire.Anthropic;
using Farthing.Wire.Embeddings;
using Farthing.Wire.Ollama;
using Farthing.Wire.OpenAIChat;
using Farthing.Wire.OpenAICompletions;
using Farthing.Wire.OpenAIResponses;

namespace Farthing.Wire;

/// <summary>Every dialect, by name. A new one is a folder and a line here.</summary>
public static class Dialects
{
    public static Dialect Anthropic { get; } = new AnthropicDialect();

    public static Dialect OpenAIChat { get; } = new OpenAIChatDialect();

    public static Dialect OpenAIResponses { get; } = new OpenAIResponsesDialect();

    public static Dialect OpenAICompletions { get; } = new OpenAICompletionsDialect();

    public static Dialect Ollama { get; } = new OllamaDialect(isPrompt: false);

    public static Dialect OllamaGenerate { get; } = new OllamaDialect(isPrompt: true);

    /// <summary>Not among <see cref="All"/>: no provider is configured by it, and nothing is translated into it.</summary>
    public static Dialect OpenAIEmbeddings { get; } = new EmbeddingsDialect("openai-embeddings", "/embeddings", OpenAIChat, ["openai-chat", "openai-responses", "openai-completions"]);

    /// <inheritdoc cref="OpenAIEmbeddings"/>
    public static Dialect OllamaEmbed { get; } = new EmbeddingsDialect("ollama-embed", "/embed", Ollama, ["ollama"]);

    /// <summary>Ollama's earlier form of the same, one prompt at a time.</summary>
    public static Dialect OllamaEmbeddings { get; } = new EmbeddingsDialect("ollama-embeddings", "/embeddings", Ollama, ["ollama"]);

    public static IReadOnlyList<Dialect> All { get; } = [Anthropic, OpenAIChat, OpenAIResponses, OpenAICompletions, Ollama, OllamaGenerate];

    /// <returns>Null where no dialect has the name.</returns>
    public static Dialect? Find(string name) => All.FirstOrDefault(d => d.Name == name);
}
