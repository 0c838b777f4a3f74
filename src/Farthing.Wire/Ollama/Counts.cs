using System.Text.Json;

namespace Farthing.Wire.Ollama;

/// <summary>Stop reason and counts, which stand at the end of a reply and of a stream alike.</summary>
internal static class Counts
{
    public static StopReason Stop(string? reason, bool calls) => reason switch
    {
        "length" => StopReason.MaxTokens,
        _ when calls => StopReason.ToolUse,
        _ => StopReason.EndTurn,
    };

    /// <summary>Ollama leaves a count out where it is zero (a prompt found whole in its cache).</summary>
    public static Usage Read(JsonElement e) => new(Input: Count(e, "prompt_eval_count") ?? 0, Output: Count(e, "eval_count") ?? 0);

    /// <summary>Of Ollama's durations only the whole is known here; how long a prompt was read and an answer written, other providers do not say.</summary>
    public static void Write(Utf8JsonWriter to, StopReason stop, Usage usage, ReplyFrame frame)
    {
        to.WriteBoolean("done", true);
        to.WriteString("done_reason", stop is StopReason.MaxTokens or StopReason.ContextWindow ? "length" : "stop");
        if (frame.Elapsed is { } elapsed) to.WriteNumber("total_duration", elapsed().Ticks * TimeSpan.NanosecondsPerTick);
        to.WriteNumber("prompt_eval_count", usage.Prompt ?? 0);
        to.WriteNumber("eval_count", usage.Output ?? 0);
    }

    private static long? Count(JsonElement e, string name) =>
        e.Field(name) is { ValueKind: JsonValueKind.Number } n && n.TryGetInt32(out var count) && count >= 0 ? count : null;
}
