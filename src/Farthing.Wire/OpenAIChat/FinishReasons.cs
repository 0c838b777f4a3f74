using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

internal static class FinishReasons
{
    /// <param name="calls">Whether calls were seen: some servers finish with "stop" all the same.</param>
    /// <param name="matched">The stop sequence that vLLM (<c>stop_reason</c>) or SGLang (<c>matched_stop</c>) says was met.</param>
    public static StopReason Read(string reason, bool calls, bool refused, string? matched) => reason switch
    {
        "length" => StopReason.MaxTokens,
        "content_filter" => StopReason.Refusal,
        _ when refused => StopReason.Refusal,
        "tool_calls" or "function_call" => StopReason.ToolUse,
        _ when calls => StopReason.ToolUse,
        "stop" when matched is not null => StopReason.StopSequence,
        _ => StopReason.EndTurn,
    };

    public static string? Matched(JsonElement choice) =>
        choice.Field("stop_reason") is { ValueKind: JsonValueKind.String } vllm ? vllm.Text("stop_reason")
        : choice.Field("matched_stop") is { ValueKind: JsonValueKind.String } sglang ? sglang.Text("matched_stop")
        : null;

    public static string Write(StopReason reason) => reason switch
    {
        StopReason.MaxTokens or StopReason.ContextWindow => "length",
        StopReason.ToolUse => "tool_calls",
        StopReason.Refusal => "content_filter",
        _ => "stop",
    };
}
