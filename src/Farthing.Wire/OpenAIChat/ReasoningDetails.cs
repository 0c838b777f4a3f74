using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

/// <summary>
/// <c>reasoning_details</c>, OpenRouter's slot for thinking that must come back as it was: chat has none of its own. Agents that know it
/// replay it with the message; here it carries other providers' signatures, sealed.
/// </summary>
internal static class ReasoningDetails
{
    public const string Field = "reasoning_details";

    /// <summary>Whether the block has anything to bring back.</summary>
    public static bool IsSealed(Block block) => block is ThinkingBlock { SignedBy: not null } or RedactedThinkingBlock;

    /// <param name="index">The place among the thinking of this answer, by which clients put pieces together.</param>
    public static void Write(Block block, int index, Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteNumber("index", index);
        if (block is ThinkingBlock thinking)
        {
            to.WriteString("type", "reasoning.text");
            to.WriteString("text", thinking.Text);
            to.WriteString("signature", Seal.Write(thinking.Signature, thinking.SignedBy, OpenAIChatDialect.DialectName));
        }
        else if (block is RedactedThinkingBlock redacted)
        {
            to.WriteString("type", "reasoning.encrypted");
            to.WriteString("data", Seal.Write(redacted.Payload, redacted.SignedBy, OpenAIChatDialect.DialectName));
        }
        to.WriteEndObject();
    }

    /// <summary>The thinking that a message brings back, its seals opened; what another gateway put there has no meaning here.</summary>
    public static IReadOnlyList<Block> Read(JsonElement message, string path) => message.Field(Field) is not { } details
        ? []
        : [.. details.Items($"{path}.{Field}").Select(d => One(d.Value, d.Path)).OfType<Block>()];

    private static Block? One(JsonElement e, string path)
    {
        if (e.ValueKind != JsonValueKind.Object) throw WireException.Invalid(path, "must be an object.");
        var (signature, signedBy) = Opened(e.Field("signature") ?? e.Field("data"));
        if (signature is null || signedBy is null) return null;
        return e.Field("type").Is("reasoning.encrypted")
            ? new RedactedThinkingBlock(signature, signedBy)
            : new ThinkingBlock(e.Find("text", path) ?? "", signature, signedBy);
    }

    private static (string? Signature, string? SignedBy) Opened(JsonElement? slot) =>
        slot is { ValueKind: JsonValueKind.String } text && text.Text(Field) is var sealedText && sealedText.StartsWith(Seal.Mark, StringComparison.Ordinal)
            ? Seal.Read(sealedText, OpenAIChatDialect.DialectName)
            : (null, null);
}
