using System.Runtime.InteropServices;

namespace Farthing.Wire.Ollama;

/// <summary>
/// How large a context window a request needs. Ollama cuts a prompt off silently where it does not fit (wire.md §3.21), and loads
/// the model anew when the window changes; so the need is rounded up to a power of two.
/// </summary>
internal static class ContextNeed
{
    /// <summary>Ollama's own default.</summary>
    private const long Least = 4096;

    /// <summary>No model has more; a cap may name any number.</summary>
    private const long Most = 1L << 30;

    private const int BytesPerToken = 3; // dense code; prose has more

    private const int ImageTokens = 1024;

    private const long UncappedAnswer = 2048;

    /// <param name="most">The model's window, where it is known.</param>
    public static long Of(Conversation c, long? most)
    {
        var blocks = c.Turns.SelectMany(t => t.Blocks).SelectMany(b => b is ToolResultBlock r ? r.Content.Prepend(r) : [b]).ToList();
        var bytes = blocks.Sum(Bytes) + c.Tools.Sum(t => t.Name.Length + (t.Description?.Length ?? 0) + (t.Schema is { } s ? JsonMarshal.GetRawUtf8Value(s).Length : 0));
        var need = (bytes / BytesPerToken) + (blocks.Count(b => b is ImageBlock) * ImageTokens) + (c.MaxTokens ?? UncappedAnswer);
        var window = Least;
        while (window < need && window < Most) window *= 2;
        return Math.Min(window, most ?? window);
    }

    private static long Bytes(Block block) => block switch
    {
        TextBlock t => t.Text.Length,
        ThinkingBlock t => t.Text.Length,
        ToolCallBlock c => c.Name.Length + c.Arguments.Length,
        DocumentBlock { Media: TextMedia d } => d.Text.Length,
        _ => 0,
    };
}
