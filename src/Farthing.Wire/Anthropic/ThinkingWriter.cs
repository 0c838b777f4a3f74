using System.Text.Json;

namespace Farthing.Wire.Anthropic;

/// <summary>Writes <c>thinking</c> and <c>output_config</c>: effort, and the shape of the answer.</summary>
internal sealed class ThinkingWriter(Conversation c, TargetModel target, Utf8JsonWriter to, LossGate gate)
{
    /// <returns>Whether the model will think.</returns>
    public bool Write(IReadOnlyList<Turn> turns, long maxTokens)
    {
        var control = Control(maxTokens);
        if (control is { Mode: not ThinkingMode.Disabled } && (IsForced || (control.Mode == ThinkingMode.Enabled && LacksThinking(turns))))
        {
            // Refused by Anthropic: a forced tool while thinking, and a tool loop that does not begin with its thinking.
            gate.Lose("thinking_control", "thinking");
            control = null;
        }
        if (control is not null) Thinking(control);
        var effort = target.Reasoning == ReasoningControl.Effort && c.Effort is not (null or "none") ? Efforts.Known(c.Effort, gate) : null;
        OutputConfig(effort == "minimal" ? "low" : effort);
        return control is { Mode: not ThinkingMode.Disabled };
    }

    private ThinkingControl? Control(long maxTokens)
    {
        var asked = c.Thinking ?? c.Effort switch
        {
            null or "none" => null,
            _ when target.Reasoning == ReasoningControl.Effort => new ThinkingControl(ThinkingMode.Adaptive),
            var effort => Efforts.Budget(effort) is { } budget ? new ThinkingControl(ThinkingMode.Enabled, budget) : null,
        };
        if (asked is null or { Mode: ThinkingMode.Disabled }) return asked;
        if (target.Reasoning == ReasoningControl.None)
        {
            gate.Lose("thinking_control", "thinking");
            return null;
        }
        if (asked.Mode != ThinkingMode.Enabled || asked.BudgetTokens < maxTokens) return asked;
        if (maxTokens - 1 >= Efforts.LeastBudget) return asked with { BudgetTokens = maxTokens - 1 };
        gate.Lose("thinking_control", "thinking");
        return null;
    }

    private bool IsForced => c.ToolChoice is { Kind: ToolChoiceKind.Any or ToolChoiceKind.Tool };

    private static bool LacksThinking(IReadOnlyList<Turn> turns) =>
        turns.LastOrDefault(t => t.Role == Role.Assistant) is { } last
        && last.Blocks.Any(b => b is ToolCallBlock)
        && !last.Blocks.Any(b => b is ThinkingBlock { SignedBy: AnthropicDialect.DialectName }
            or RedactedThinkingBlock { SignedBy: AnthropicDialect.DialectName });

    private void Thinking(ThinkingControl control)
    {
        to.WriteStartObject("thinking");
        to.WriteString("type", control.Mode switch
        {
            ThinkingMode.Enabled => "enabled",
            ThinkingMode.Adaptive => "adaptive",
            _ => "disabled",
        });
        to.Maybe("budget_tokens", control.BudgetTokens);
        gate.Write(control.Extras, to, "thinking");
        to.WriteEndObject();
    }

    private void OutputConfig(string? effort)
    {
        if (effort is null && c.Format?.Schema is null) return;
        to.WriteStartObject("output_config");
        to.Maybe("effort", effort);
        if (c.Format?.Schema is { } schema)
        {
            to.WriteStartObject("format");
            to.WriteString("type", "json_schema");
            to.WritePropertyName("schema");
            new AnswerSchema(to, gate).Write(schema);
            to.WriteEndObject();
        }
        to.WriteEndObject();
    }
}
