namespace Farthing.Wire;

/// <summary>Stop reasons in one spelling for ledger and files: Anthropic's names, the richer set.</summary>
public static class StopNames
{
    public static string Of(StopReason stop) => stop switch
    {
        StopReason.EndTurn => "end_turn",
        StopReason.StopSequence => "stop_sequence",
        StopReason.MaxTokens => "max_tokens",
        StopReason.ToolUse => "tool_use",
        StopReason.Refusal => "refusal",
        StopReason.PauseTurn => "pause_turn",
        StopReason.ContextWindow => "model_context_window_exceeded",
        StopReason.Compaction => "compaction",
        _ => "unknown",
    };
}
