using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>
/// Reasoning items. What must come back byte for byte is the encrypted content and, beside it, the item's id: together they are the
/// neutral signature, <c>id:encrypted</c>. Another dialect's signature stands sealed in <c>encrypted_content</c>.
/// </summary>
internal static class ReasoningItem
{
    /// <summary>Marks a seal whose thinking has no text because Anthropic redacted it.</summary>
    private const string Redacted = ".redacted";

    public static Block Read(JsonElement e, string path)
    {
        var text = Text(e, path);
        var (signature, signedBy) = Seal.Read(e.Find("encrypted_content", path), OpenAIResponsesDialect.DialectName);
        if (signature is not null && signedBy!.EndsWith(Redacted, StringComparison.Ordinal))
            return new RedactedThinkingBlock(signature, signedBy[..^Redacted.Length]);
        return new ThinkingBlock(text, Signature(e, path, signature, signedBy), signedBy);
    }

    public static string Text(JsonElement e, string path)
    {
        var content = Texts(e, "content", path);
        return content.Length > 0 ? content : Texts(e, "summary", path);
    }

    /// <summary>Writes the item for the provider that signed it.</summary>
    public static void WriteOwn(ThinkingBlock thinking, Utf8JsonWriter to)
    {
        var colon = thinking.Signature!.IndexOf(':');
        to.WriteStartObject();
        to.WriteString("type", "reasoning");
        if (colon > 0) to.WriteString("id", thinking.Signature[..colon]);
        Summary(thinking.Text, to);
        to.WriteString("encrypted_content", thinking.Signature[(colon + 1)..]);
        to.WriteEndObject();
    }

    /// <summary>Writes the item for a caller.</summary>
    /// <param name="whole">False for the item as it begins, when nothing is known of its seal.</param>
    public static void Write(Block block, string id, bool whole, Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteString("id", id);
        to.WriteString("type", "reasoning");
        Summary((block as ThinkingBlock)?.Text ?? "", to);
        var seal = block switch
        {
            ThinkingBlock t => Seal.Write(t.Signature, t.SignedBy, OpenAIResponsesDialect.DialectName),
            RedactedThinkingBlock r => Seal.Write(r.Payload, r.SignedBy + Redacted, OpenAIResponsesDialect.DialectName),
            _ => "",
        };
        if (whole) to.WriteString("encrypted_content", seal);
        to.WriteEndObject();
    }

    private static void Summary(string text, Utf8JsonWriter to)
    {
        to.WriteStartArray("summary");
        if (text.Length > 0)
        {
            to.WriteStartObject();
            to.WriteString("type", "summary_text");
            to.WriteString("text", text);
            to.WriteEndObject();
        }
        to.WriteEndArray();
    }

    private static string? Signature(JsonElement e, string path, string? signature, string? signedBy) =>
        signedBy == OpenAIResponsesDialect.DialectName ? $"{e.Find("id", path)}:{signature}" : signature;

    private static string Texts(JsonElement e, string field, string path) =>
        e.Field(field) is not { } parts ? "" : string.Join("\n\n", parts.Items($"{path}.{field}").Select(p => p.Value.Find("text", p.Path) ?? ""));
}
