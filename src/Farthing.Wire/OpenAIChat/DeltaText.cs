using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

/// <summary>The text and thinking of a message or delta in the spellings that servers use.</summary>
internal static class DeltaText
{
    /// <summary><c>reasoning_content</c> (DeepSeek, z.ai), <c>reasoning</c> (vLLM, Groq, OpenRouter), or thinking parts (Mistral).</summary>
    public static string? Thinking(JsonElement message) =>
        Plain(message, "reasoning_content") ?? Plain(message, "reasoning") ?? Parts(message, "thinking");

    public static string? Text(JsonElement message) => Plain(message, "content") ?? Parts(message, "text");

    public static string? Refusal(JsonElement message) => Plain(message, "refusal");

    /// <summary>The text of one part: a string, or again parts.</summary>
    public static string? Part(JsonElement part, string type) => part.Field(type) is { ValueKind: JsonValueKind.Array } inner
        ? string.Concat(inner.EnumerateArray().Select(i => Plain(i, "text")))
        : Plain(part, type);

    private static string? Plain(JsonElement message, string name) =>
        message.Field(name) is { ValueKind: JsonValueKind.String } text && text.Text(name) is { Length: > 0 } found ? found : null;

    private static string? Parts(JsonElement message, string type)
    {
        if (message.Field("content") is not { ValueKind: JsonValueKind.Array } parts) return null;
        var texts = parts.EnumerateArray()
            .Where(p => p.Field("type").Is(type))
            .Select(p => Part(p, type));
        return string.Concat(texts) is { Length: > 0 } all ? all : null;
    }
}
