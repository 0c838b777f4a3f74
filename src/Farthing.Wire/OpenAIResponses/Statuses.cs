using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary><c>status</c> and <c>incomplete_details</c> in the place of a stop reason (wire.md §2).</summary>
internal static class Statuses
{
    public static StopReason Read(string? status, string? incomplete, bool calls, bool refused) => (status, incomplete) switch
    {
        ("incomplete", "content_filter") => StopReason.Refusal,
        ("incomplete", _) => StopReason.MaxTokens,
        _ when calls => StopReason.ToolUse,
        _ when refused => StopReason.Refusal,
        _ => StopReason.EndTurn,
    };

    /// <returns>The status, and the reason where it is <c>incomplete</c>.</returns>
    public static (string Status, string? Incomplete) Write(StopReason stop, bool refusalWasSaid) => stop switch
    {
        StopReason.MaxTokens or StopReason.ContextWindow => ("incomplete", "max_output_tokens"),
        StopReason.Refusal when !refusalWasSaid => ("incomplete", "content_filter"),
        _ => ("completed", null),
    };

    public static string? Incomplete(JsonElement response) => response.Field("incomplete_details")?.Find("reason", "incomplete_details");
}
