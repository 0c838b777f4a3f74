using System.Text.Json;

namespace Farthing.Wire;

/// <summary>One piece of a turn or of a reply.</summary>
public abstract record Block
{
    /// <summary>Fields of the block that only its origin dialect understands, such as <c>cache_control</c>.</summary>
    public Extras? Extras { get; init; }
}

public sealed record TextBlock(string Text) : Block;

/// <summary>Text with which the model declined. Anthropic sends it as text and says so in the stop reason.</summary>
public sealed record RefusalBlock(string Text) : Block;

public sealed record ImageBlock(Media Media) : Block;

/// <param name="Title">The file name or title, where one was given.</param>
public sealed record DocumentBlock(Media Media, string? Title = null) : Block;

/// <param name="Arguments">The arguments as JSON text, byte for byte as the model or the caller wrote it; may be malformed.</param>
public sealed record ToolCallBlock(string Id, string Name, string Arguments) : Block;

/// <param name="Content">Text, images and documents.</param>
public sealed record ToolResultBlock(string CallId, IReadOnlyList<Block> Content, bool IsError = false) : Block;

/// <param name="Signature">The provider's seal over <paramref name="Text"/>, valid only with the dialect in <paramref name="SignedBy"/>.</param>
public sealed record ThinkingBlock(string Text, string? Signature = null, string? SignedBy = null) : Block;

/// <param name="Payload">Encrypted thinking, to be handed back unchanged to the dialect in <paramref name="SignedBy"/>.</param>
public sealed record RedactedThinkingBlock(string Payload, string SignedBy) : Block;

/// <summary>A block that only its origin dialect understands: hosted tool calls, audio, whatever comes next year.</summary>
/// <param name="Raw">The whole object.</param>
public sealed record UnknownBlock(string Dialect, string Type, JsonElement Raw) : Block;
