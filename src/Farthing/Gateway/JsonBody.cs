using System.Text.Json;

namespace Farthing.Gateway;

/// <summary>A request's body as a document. A byte-order mark before it is passed over, which JsonDocument does not do.</summary>
internal static class JsonBody
{
    /// <exception cref="JsonException">It is no JSON, or deeper than <paramref name="maxDepth"/>.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body, int maxDepth) =>
        JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body, new JsonDocumentOptions { MaxDepth = maxDepth });
}
