using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>Stop reasons as the ledger writes them: Anthropic's names, the richer set.</summary>
internal static class StopNames
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
