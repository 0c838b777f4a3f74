using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>The vendor's rules for <c>messages</c>: roles, blocks, and tool results that answer tool uses.</summary>
internal static class AnthropicMessages
{
    private static readonly HashSet<string> Blocks =
    [
        "text", "image", "document", "search_result", "thinking", "redacted_thinking", "tool_use", "tool_result", "server_tool_use",
        "web_search_tool_result", "web_fetch_tool_result", "code_execution_tool_result", "bash_code_execution_tool_result",
        "text_editor_code_execution_tool_result", "tool_search_tool_result", "mcp_tool_use", "mcp_tool_result", "container_upload",
    ];

    public static void Check(JsonElement messages, SimulatedModel model)
    {
        if (messages.ValueKind == JsonValueKind.Undefined) throw AnthropicErrors.Invalid("messages: Field required");
        if (messages.ValueKind != JsonValueKind.Array) throw AnthropicErrors.Invalid("messages: Input should be a valid list");
        var count = messages.GetArrayLength();
        if (count == 0) throw AnthropicErrors.Invalid("messages: at least one message is required");
        HashSet<string> open = [];
        for (var i = 0; i < count; i++) open = CheckMessage(messages[i], i, isLast: i == count - 1, open, model);
        var last = messages[count - 1];
        if (last.String("role") != "assistant") return;
        if (model.FixedSampling)
            throw AnthropicErrors.Invalid(
                "This model does not support assistant message prefill. The conversation must end with a user message.");
        if (last.Field("content").ContentText() is { Length: > 0 } prefill && char.IsWhiteSpace(prefill[^1]))
            throw AnthropicErrors.Invalid("messages: final assistant content cannot end with trailing whitespace");
    }

    /// <summary>Returns the ids of the tool uses that the next message must answer.</summary>
    private static HashSet<string> CheckMessage(JsonElement message, int index, bool isLast, HashSet<string> open, SimulatedModel model)
    {
        var at = $"messages.{index}";
        CheckRole(message, index, at, model);
        var content = message.Field("content");
        if (content.ValueKind == JsonValueKind.Undefined) throw AnthropicErrors.Invalid($"{at}.content: Field required");
        if (content.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
            throw AnthropicErrors.Invalid($"{at}.content: Input should be a valid list");
        var isEmpty = content.ValueKind == JsonValueKind.String ? content.GetString()!.Length == 0 : content.GetArrayLength() == 0;
        if (isEmpty && !(isLast && message.String("role") == "assistant"))
            throw AnthropicErrors.Invalid(
                $"{at}: all messages must have non-empty content except for the optional final assistant message");
        HashSet<string> uses = [];
        HashSet<string> unanswered = [.. open];
        foreach (var (block, b) in content.Items().Select((block, b) => (block, b)))
        {
            CheckBlock(block, $"{at}.content.{b}");
            if (block.String("type") == "tool_use") uses.Add(block.String("id")!);
            if (block.String("type") == "tool_result") CheckResult(block.String("tool_use_id")!, $"{at}.content.{b}", open, unanswered);
        }

        if (unanswered.Count > 0)
            throw AnthropicErrors.Invalid(
                $"messages.{index - 1}: `tool_use` ids were found without `tool_result` blocks immediately after: " +
                $"{string.Join(", ", unanswered)}. Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
        return uses;
    }

    private static void CheckRole(JsonElement message, int index, string at, SimulatedModel model)
    {
        var role = message.String("role") ?? throw AnthropicErrors.Invalid($"{at}.role: Field required");
        if (role == "system" && model.SystemTurns && index > 0) return;
        if (role == "system")
            throw AnthropicErrors.Invalid(
                "messages: Unexpected role \"system\". " +
                "The Messages API accepts a top-level `system` parameter, not \"system\" as an input message role.");
        if (role is not ("user" or "assistant"))
            throw AnthropicErrors.Invalid($"messages: Unexpected role \"{role}\". Allowed roles are \"user\" or \"assistant\".");
        if (index == 0 && role != "user") throw AnthropicErrors.Invalid("messages: first message must use the \"user\" role");
    }

    private static void CheckResult(string id, string at, HashSet<string> open, HashSet<string> unanswered)
    {
        if (!open.Contains(id))
            throw AnthropicErrors.Invalid(
                $"{at}: unexpected `tool_use_id` found in `tool_result` blocks: {id}. " +
                "Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
        if (!unanswered.Remove(id))
            throw AnthropicErrors.Invalid(
                $"{at}: each tool_use must have a single result. Found multiple `tool_result` blocks with id: {id}");
    }

    private static void CheckBlock(JsonElement block, string at)
    {
        var type = block.String("type") ?? throw AnthropicErrors.Invalid($"{at}.type: Field required");
        if (!Blocks.Contains(type))
            throw AnthropicErrors.Invalid($"{at}: Input tag '{type}' found using 'type' does not match any of the expected tags");
        string[] required = type switch
        {
            "text" => ["text"],
            "image" or "document" => ["source"],
            "tool_use" => ["id", "name", "input"],
            "tool_result" => ["tool_use_id"],
            "thinking" => ["thinking", "signature"],
            _ => [],
        };
        foreach (var field in required)
            if (!block.Has(field)) throw AnthropicErrors.Invalid($"{at}.{type}.{field}: Field required");
        if (type == "text" && block.String("text") is null or "")
            throw AnthropicErrors.Invalid("messages: text content blocks must be non-empty");
        if (type == "tool_use" && block.Field("input").ValueKind != JsonValueKind.Object)
            throw AnthropicErrors.Invalid($"{at}.tool_use.input: Input should be a valid dictionary");
        if (type == "image" && block.Field("source").String("type") is not ("base64" or "url" or "file"))
            throw AnthropicErrors.Invalid($"{at}.image.source: Input tag does not match any of the expected tags: 'base64', 'url', 'file'");
    }
}
