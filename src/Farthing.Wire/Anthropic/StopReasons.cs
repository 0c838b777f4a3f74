namespace Farthing.Wire.Anthropic;

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

    public static string Write(StopReason reason) => reason switch
    {
        StopReason.StopSequence => "stop_sequence",
        StopReason.MaxTokens => "max_tokens",
        StopReason.ToolUse => "tool_use",
        StopReason.Refusal => "refusal",
        StopReason.PauseTurn => "pause_turn",
        StopReason.ContextWindow => "model_context_window_exceeded",
        StopReason.Compaction => "compaction",
        _ => "end_turn",
    };
}
