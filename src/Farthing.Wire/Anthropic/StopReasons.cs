namespace Farthing.Wire.Anthropic;

/// <summary>The names that <see cref="StopNames"/> writes, read.</summary>
internal static class StopReasons
{
    public static StopReason Read(string? reason) => reason switch
    {
        "stop_sequence" => StopReason.StopSequence,
        "max_tokens" => StopReason.MaxTokens,
        "tool_use" => StopReason.ToolUse,
        "refusal" => StopReason.Refusal,
        "pause_turn" => StopReason.PauseTurn,
        "model_context_window_exceeded" => StopReason.ContextWindow,
        "compaction" => StopReason.Compaction,
        _ => StopReason.EndTurn,
    };
}
