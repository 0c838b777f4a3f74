namespace Farthing.EndToEnd.Vectors;

/// <summary>Whose API a recording speaks, and an endpoint serves.</summary>
/// <param name="Api">The name in INDEX.jsonl.</param>
/// <param name="Path">Of the gateway's endpoint; the replaying provider has the same.</param>
/// <param name="Provider">The gateway's provider for it, as farthing.yaml names it.</param>
/// <param name="Lines">Streams lines of JSON rather than server-sent events.</param>
internal sealed record Family(string Api, string Path, string Provider, bool Lines = false)
{
    public static Family Anthropic { get; } = new("anthropic.messages", "/v1/messages", "anthropic");

    public static Family Chat { get; } = new("openai.chat", "/v1/chat/completions", "chat");

    public static Family Responses { get; } = new("openai.responses", "/v1/responses", "responses");

    public static Family Completions { get; } = new("openai.completions", "/v1/completions", "completions");

    public static Family Ollama { get; } = new("ollama.chat", "/api/chat", "ollama", Lines: true);

    public static Family Generate { get; } = new("ollama.generate", "/api/generate", "ollama", Lines: true);

    /// <summary>Those that answer with text.</summary>
    public static IReadOnlyList<Family> Speaking { get; } = [Anthropic, Chat, Responses, Completions, Ollama, Generate];

    /// <summary>Those that only pass, since nothing is translated into or out of them.</summary>
    public static IReadOnlyList<Family> Passing { get; } =
    [
        new("embeddings", "/v1/embeddings", "chat"), new("embeddings", "/api/embed", "ollama"), new("embeddings", "/api/embeddings", "ollama"),
        new("anthropic.count_tokens", "/v1/messages/count_tokens", "anthropic"), new("openai.responses.input_tokens", "/v1/responses/input_tokens", "responses"),
    ];

    /// <summary>
    /// Whether a caller of this family, asking for a model of a provider that speaks <paramref name="other"/>, is answered in it by translation.
    /// An Ollama server speaks both of its APIs, so conversations go to its chat and prompts to its generate.
    /// </summary>
    public bool Translates(Family other) => this != other && other.Api switch
    {
        "ollama.chat" => this != Generate && this != Completions,
        "ollama.generate" => this == Completions,
        _ => true,
    };

    public override string ToString() => Api;
}
