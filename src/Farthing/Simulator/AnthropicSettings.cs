using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>The vendor's rules for tools, tool choice, sampling, thinking and cache marks.</summary>
internal static class AnthropicSettings
{
    private const int MaxBreakpoints = 4;
    private const int MinThinkingBudget = 1024;

    public static void Check(JsonElement body, SimulatedModel model, int maxTokens)
    {
        CheckSampling(body, model);
        CheckThinking(body.Field("thinking"), body.Field("tool_choice").String("type"), model, maxTokens);
        CheckToolChoice(body);
        foreach (var (stop, i) in body.Field("stop_sequences").Items().Select((s, i) => (s, i)))
            if (stop.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(stop.GetString()))
                throw AnthropicErrors.Invalid($"stop_sequences: each stop sequence must contain non-whitespace (item {i})");
    }

    /// <summary>The client's own tools; those that the vendor runs itself are accepted and never called.</summary>
    public static IReadOnlyList<OfferedTool> Tools(JsonElement body)
    {
        List<OfferedTool> tools = [];
        HashSet<string> names = [];
        foreach (var (tool, i) in body.Field("tools").Items().Select((t, i) => (t, i)))
        {
            var name = tool.String("name") ?? throw AnthropicErrors.Invalid($"tools.{i}.name: Field required");
            if (!names.Add(name)) throw AnthropicErrors.Invalid("tools: Tool names must be unique.");
            if (tool.String("type") is not (null or "custom")) continue;
            if (name.Length is 0 or > 128 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
                throw AnthropicErrors.Invalid($"tools.{i}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'");
            if (tool.Field("input_schema").ValueKind != JsonValueKind.Object)
                throw AnthropicErrors.Invalid($"tools.{i}.custom.input_schema: Field required");
            if (tool.Field("input_schema").String("type") is null)
                throw AnthropicErrors.Invalid($"tools.{i}.custom.input_schema.type: Field required");
            tools.Add(new OfferedTool(name, tool.Field("input_schema")));
        }

        return tools;
    }

    /// <exception cref="VendorException">There are too many marks, or a longer life follows a shorter one.</exception>
    public static void CheckBreakpoints(IReadOnlyList<CacheLife> marks)
    {
        if (marks.Count > MaxBreakpoints)
            throw AnthropicErrors.Invalid($"A maximum of {MaxBreakpoints} blocks with cache_control may be provided. Found {marks.Count}.");
        if (marks.Zip(marks.Skip(1)).Any(p => p is (CacheLife.FiveMinutes, CacheLife.OneHour)))
            throw AnthropicErrors.Invalid(
                "cache_control: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block");
    }

    private static void CheckSampling(JsonElement body, SimulatedModel model)
    {
        foreach (var (name, top) in new[] { ("temperature", 1.0), ("top_p", 1.0), ("top_k", double.MaxValue) })
        {
            var field = body.Field(name);
            if (field.ValueKind == JsonValueKind.Undefined) continue;
            if (field.ValueKind != JsonValueKind.Number) throw AnthropicErrors.Invalid($"{name}: Input should be a valid number");
            var value = field.GetDouble();
            if (value < 0 || value > top) throw AnthropicErrors.Invalid($"{name}: range: 0..1");
            if (model.FixedSampling && !(name != "top_k" && value == 1.0))
                throw AnthropicErrors.Invalid($"{name}: only the default is supported by {model.Snapshot}");
        }
    }

    private static void CheckThinking(JsonElement thinking, string? toolChoice, SimulatedModel model, int maxTokens)
    {
        if (thinking.ValueKind == JsonValueKind.Undefined) return;
        var type = thinking.String("type");
        if (type is not ("enabled" or "disabled" or "adaptive"))
            throw AnthropicErrors.Invalid("thinking: Input tag does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'");
        if (type == "disabled") return;
        if (toolChoice is "any" or "tool") throw AnthropicErrors.Invalid("Thinking may not be enabled when tool_choice forces tool use.");
        if (type == "adaptive") return;
        if (model.FixedSampling)
            throw AnthropicErrors.Invalid($"thinking.type: 'enabled' is not supported by {model.Snapshot}; use 'adaptive'");
        if (!thinking.Field("budget_tokens").TryInt(out var budget))
            throw AnthropicErrors.Invalid("thinking.enabled.budget_tokens: Field required");
        if (budget < MinThinkingBudget)
            throw AnthropicErrors.Invalid($"thinking.enabled.budget_tokens: Input should be greater than or equal to {MinThinkingBudget}");
        if (budget >= maxTokens) throw AnthropicErrors.Invalid("`max_tokens` must be greater than `thinking.budget_tokens`.");
    }

    private static void CheckToolChoice(JsonElement body)
    {
        var choice = body.Field("tool_choice");
        if (choice.ValueKind == JsonValueKind.Undefined) return;
        if (choice.String("type") is not ("auto" or "any" or "tool" or "none"))
            throw AnthropicErrors.Invalid("tool_choice: Input tag does not match any of the expected tags: 'auto', 'any', 'tool', 'none'");
        if (!body.Field("tools").Items().Any())
            throw AnthropicErrors.Invalid("tool_choice: tool_choice may only be specified while providing tools.");
        if (choice.String("type") != "tool") return;
        var name = choice.String("name") ?? throw AnthropicErrors.Invalid("tool_choice.tool.name: Field required");
        if (body.Field("tools").Items().All(t => t.String("name") != name))
            throw AnthropicErrors.Invalid($"Tool '{name}' not found in provided tools");
    }
}
