using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

internal static class FinishReasons
{
    /// <param name="calls">Whether calls were seen: some servers finish with "stop" all the same.</param>
    /// <param name="matched">The stop sequence that vLLM (<c>stop_reason</c>) or SGLang (<c>matched_stop</c>) says was met.</param>
    public static StopReason Read(string reason, bool calls, bool refused, string? matched) => reason switch
    {
        "length" or "max_tokens" => StopReason.MaxTokens,
        "model_length" => StopReason.ContextWindow, // Mistral
        "content_filter" or "sensitive" => StopReason.Refusal, // the latter z.ai
        _ when refused => StopReason.Refusal,
        "tool_calls" or "function_call" => StopReason.ToolUse,
        _ when calls => StopReason.ToolUse,
        "stop" when matched is not null => StopReason.StopSequence,
        _ => StopReason.EndTurn,
    };

    /// <summary>Whether the server says with it that it gave up: DeepSeek, z.ai, OpenRouter, SGLang. The answer is not whole then.</summary>
    public static bool IsFailure(string? reason) => reason is "error" or "abort" or "network_error" or "insufficient_system_resource";

    public static WireError Failure(string reason) =>
        new(502, WireErrorKind.Unavailable, $"The provider gave up before its answer was complete (finish_reason \"{reason}\").");

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
