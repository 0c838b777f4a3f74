using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>The vendor's rules for <c>messages</c>, and what messages count as.</summary>
internal static class OpenAIMessages
{
    private const int LowDetailTokens = 85;
    private const int MaxIdLength = 40;

    private static readonly HashSet<string> Roles = ["system", "assistant", "user", "function", "tool", "developer"];

    public static void Check(JsonElement messages)
    {
        if (messages.ValueKind == JsonValueKind.Undefined) throw OpenAIErrors.Missing("messages");
        if (messages.ValueKind != JsonValueKind.Array) throw OpenAIErrors.WrongType("messages", "an array of objects");
        if (messages.GetArrayLength() == 0)
            throw OpenAIErrors.Empty("messages");
        HashSet<string> open = [];
        var inAnswers = false;
        foreach (var (message, i) in messages.Items().Select((m, i) => (m, i)))
        {
            var role = CheckRole(message, i);
            if (role == "tool")
            {
                CheckAnswer(message, i, open, inAnswers);
                continue;
            }

            if (open.Count > 0) throw Unanswered(open, i);
            CheckContent(message, role, i);
            open = role == "assistant" ? [.. message.Field("tool_calls").Items().Select((c, n) => CheckCall(c, i, n))] : [];
            inAnswers = open.Count > 0;
        }

        if (open.Count > 0) throw Unanswered(open, messages.GetArrayLength());
    }

    public static int Tokens(JsonElement messages, SimulatedModel model) =>
        Simulator.Tokens.Priming + messages.Items().Sum(m => Simulator.Tokens.PerMessage
            + ContentTokens(m.Field("content"), model)
            + m.Field("tool_calls").Items().Sum(c => Simulator.Tokens.Of(c.GetRawText())));

    /// <summary>The results that the last messages bring; null when the last message is no tool message.</summary>
    public static string? ToolResult(JsonElement messages)
    {
        var results = messages.Items().Reverse().TakeWhile(m => m.String("role") == "tool").Reverse().ToArray();
        return results.Length == 0 ? null : string.Join("\n", results.Select(m => m.Field("content").ContentText()));
    }

    private static int ContentTokens(JsonElement content, SimulatedModel model) => content.ValueKind == JsonValueKind.String
        ? Simulator.Tokens.Of(content.GetString()!)
        : content.Items().Sum(part => part.String("type") switch
        {
            "text" => Simulator.Tokens.Of(part.String("text") ?? ""),
            "image_url" when part.Field("image_url").String("detail") == "low" => Math.Min(LowDetailTokens, model.ImageTokens),
            "image_url" => model.ImageTokens,
            _ => Simulator.Tokens.Of(part.GetRawText()),
        });

    private static string CheckRole(JsonElement message, int i)
    {
        var role = message.String("role") ?? throw OpenAIErrors.Missing($"messages[{i}].role");
        return Roles.Contains(role)
            ? role
            : throw OpenAIErrors.WrongValue($"messages[{i}].role", role, "'system', 'assistant', 'user', 'function', 'tool', and 'developer'");
    }

    private static void CheckContent(JsonElement message, string role, int i)
    {
        var (content, at) = (message.Field("content"), $"messages[{i}].content");
        if (content.ValueKind == JsonValueKind.Undefined)
        {
            if (role == "assistant" && (message.Has("tool_calls") || message.Has("function_call") || message.Has("refusal"))) return;
            throw OpenAIErrors.Invalid("Invalid value for 'content': expected a string, got null.", at);
        }

        if (content.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
            throw OpenAIErrors.WrongType(at, "one of a string or array of objects");
        foreach (var (part, p) in content.Items().Select((part, p) => (part, p)))
        {
            var type = part.String("type");
            if (type is not ("text" or "image_url" or "file" or "refusal"))
                throw OpenAIErrors.WrongValue($"{at}[{p}].type", type, "'text', 'image_url', 'refusal', and 'file'");
            if (type == "image_url" && role == "user" && part.Field("image_url").String("url") is null)
                throw OpenAIErrors.Missing($"{at}[{p}].image_url.url");
        }
    }

    private static string CheckCall(JsonElement call, int i, int n)
    {
        var at = $"messages[{i}].tool_calls[{n}]";
        var id = call.String("id") ?? throw OpenAIErrors.Missing($"{at}.id");
        if (id.Length > MaxIdLength) throw OpenAIErrors.TooLong($"{at}.id", MaxIdLength, id.Length);
        if (call.String("type") == "function" && call.Field("function").String("arguments") is null)
            throw OpenAIErrors.Missing($"{at}.function.arguments");
        return id;
    }

    private static void CheckAnswer(JsonElement message, int i, HashSet<string> open, bool inAnswers)
    {
        if (!inAnswers)
            throw OpenAIErrors.Invalid(
                "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.", $"messages.[{i}].role");
        var id = message.String("tool_call_id") ?? throw OpenAIErrors.Missing($"messages[{i}].tool_call_id");
        if (!message.Has("content")) throw OpenAIErrors.Missing($"messages[{i}].content");
        if (!open.Remove(id))
            throw OpenAIErrors.Invalid(
                $"Invalid parameter: 'tool_call_id' of '{id}' not found in 'tool_calls' of previous message.", $"messages.[{i}].tool_call_id");
    }

    private static VendorException Unanswered(HashSet<string> open, int i) => OpenAIErrors.Invalid(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
        $"The following tool_call_ids did not have response messages: {string.Join(", ", open)}",
        $"messages.[{i}].role");
}
