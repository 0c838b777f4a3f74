using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Reads a Messages request with the vendor's checks.</summary>
internal static class AnthropicRequest
{
    private static readonly HashSet<string> Fields =
    [
        "model", "messages", "max_tokens", "system", "tools", "tool_choice", "temperature", "top_p", "top_k", "stop_sequences", "stream",
        "metadata", "thinking", "service_tier", "output_config", "cache_control", "container", "inference_geo",
    ];

    /// <param name="counting">For count_tokens, which asks for no output.</param>
    /// <param name="beta">Whether a beta header came: then fields that we do not know pass.</param>
    /// <exception cref="VendorException">The vendor would refuse the request.</exception>
    public static (Ask Ask, AnthropicPrompt Prompt) Read(JsonElement body, SimulatedModel model, bool counting, bool beta)
    {
        foreach (var field in body.EnumerateObject())
            if (!beta && !Fields.Contains(field.Name)) throw AnthropicErrors.Invalid($"{field.Name}: Extra inputs are not permitted");
        var maxTokens = counting ? model.MaxOutputTokens : CheckMaxTokens(body, model);
        var messages = body.Field("messages");
        AnthropicMessages.Check(messages, model);
        AnthropicSettings.Check(body, model, maxTokens);
        var tools = AnthropicSettings.Tools(body);
        var prompt = AnthropicPrompt.Of(body, model);
        if (prompt.Tokens > model.ContextTokens)
            throw AnthropicErrors.Invalid($"prompt is too long: {prompt.Tokens} tokens > {model.ContextTokens} maximum");
        var choice = body.Field("tool_choice").String("type");
        var last = messages[messages.GetArrayLength() - 1];
        var ask = new Ask
        {
            Model = model,
            Stream = body.IsTrue("stream"),
            MaxTokens = maxTokens,
            Stop = [.. body.Field("stop_sequences").Items().Select(s => s.GetString()!)],
            UserText = messages.UserText(),
            LastUserText = last.String("role") == "user" ? last.Field("content").ContentText() : "",
            ToolResult = ToolResult(last),
            Tools = tools,
            ToolUse = choice switch { "any" or "tool" => ToolUse.Required, "none" => ToolUse.Forbidden, _ => ToolUse.Auto },
            NamedTool = choice == "tool" ? body.Field("tool_choice").String("name") : null,
            AnswerSchema = body.Field("output_config").Field("format").Object("schema"),
            Thinks = body.Field("thinking").String("type") is "enabled" or "adaptive",
            PromptTokens = prompt.Tokens,
            Fingerprint = Chance.Fingerprint(model.Id + prompt.Text + body.Field("metadata").String("user_id")),
        };
        return (ask, prompt);
    }

    private static int CheckMaxTokens(JsonElement body, SimulatedModel model)
    {
        var field = body.Field("max_tokens");
        if (field.ValueKind == JsonValueKind.Undefined) throw AnthropicErrors.Invalid("max_tokens: Field required");
        if (field.ValueKind != JsonValueKind.Number || !field.TryGetInt64(out var value))
            throw AnthropicErrors.Invalid("max_tokens: Input should be a valid integer");
        if (value < 0) throw AnthropicErrors.Invalid("max_tokens: Input should be greater than or equal to 0");
        return value <= model.MaxOutputTokens
            ? (int)value
            : throw AnthropicErrors.Invalid(
                $"max_tokens: {value} > {model.MaxOutputTokens}, " +
                $"which is the maximum allowed number of output tokens for {model.Snapshot}");
    }

    private static string? ToolResult(JsonElement message)
    {
        var results = message.Field("content").Items().Where(b => b.String("type") == "tool_result").ToArray();
        return results.Length == 0 ? null : string.Join("\n", results.Select(r => r.Field("content").ContentText()));
    }
}
