using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Tells by its fields which dialect a document belongs to.</summary>
internal static class Shape
{
    public static Dialect? OfReply(JsonElement e) => (Text(e, "type"), Text(e, "object")) switch
    {
        ("message", _) when Has(e, "content") => Dialects.Anthropic,
        (_, "response") when Has(e, "output") => Dialects.OpenAIResponses,
        (_, "chat.completion") => Dialects.OpenAIChat,
        (_, "text_completion") => Dialects.OpenAICompletions,
        _ when Has(e, "done") => Has(e, "message") ? Dialects.Ollama : Has(e, "response") ? Dialects.OllamaGenerate : null,
        _ => Choice(e) is not { } choice ? null : Has(choice, "message") ? Dialects.OpenAIChat : Has(choice, "text") ? Dialects.OpenAICompletions : null,
    };

    public static Dialect? OfRequest(JsonElement e) => !Has(e, "model") ? null
        : Has(e, "input") && !Has(e, "messages") ? Dialects.OpenAIResponses
        : !Has(e, "messages") ? Has(e, "prompt") ? Has(e, "options") ? Dialects.OllamaGenerate : Dialects.OpenAICompletions : null
        : Has(e, "options") || Has(e, "keep_alive") ? Dialects.Ollama
        : Has(e, "max_tokens") && (Has(e, "system") || Has(e, "thinking") || Has(e, "stop_sequences")) ? Dialects.Anthropic
        : Dialects.OpenAIChat;

    /// <summary>The dialect of one event of a stream; null where this one does not tell.</summary>
    public static Dialect? OfLine(string line)
    {
        if (Parse(line) is not { ValueKind: JsonValueKind.Object } e) return null;
        var type = Text(e, "type");
        if (type is "message_start" or "content_block_start" or "content_block_delta" or "message_delta") return Dialects.Anthropic;
        if (type?.StartsWith("response.", StringComparison.Ordinal) is true) return Dialects.OpenAIResponses;
        if (Has(e, "done")) return Has(e, "message") ? Dialects.Ollama : Has(e, "response") ? Dialects.OllamaGenerate : null;
        if (Text(e, "object") is "text_completion") return Dialects.OpenAICompletions;
        return Text(e, "object") is "chat.completion.chunk" || (Choice(e) is { } choice && Has(choice, "delta")) ? Dialects.OpenAIChat : null;
    }

    public static string? TypeOf(string line) => Parse(line) is { ValueKind: JsonValueKind.Object } e ? Text(e, "type") : null;

    private static JsonElement? Choice(JsonElement e) =>
        e.TryGetProperty("choices", out var choices) && choices is { ValueKind: JsonValueKind.Array } && choices.GetArrayLength() > 0 ? choices[0] : null;

    private static bool Has(JsonElement e, string name) => e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out _);

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var t) && t.ValueKind == JsonValueKind.String ? t.GetString() : null;

    private static JsonElement? Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement;
        }
        catch (JsonException)
        {
            return null; // [DONE], and whatever else a recording holds
        }
    }
}
