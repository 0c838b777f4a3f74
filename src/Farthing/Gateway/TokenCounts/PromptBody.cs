using System.Text.Json;

namespace Farthing.Gateway.TokenCounts;

internal static class PromptBody
{
    /// <summary>Deeper than the gateway takes for a call (64): a count is to be had for whatever can be read.</summary>
    private const int MaxDepth = 512;

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body) =>
        JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body, new JsonDocumentOptions { MaxDepth = MaxDepth });
}
