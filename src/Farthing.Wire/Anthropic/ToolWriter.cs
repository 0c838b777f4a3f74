using System.Text.Json;

namespace Farthing.Wire.Anthropic;

internal static class ToolWriter
{
    public static void Write(Conversation c, Utf8JsonWriter to, LossGate gate)
    {
        if (c.Tools.Count > 0)
        {
            to.WriteStartArray("tools");
            for (var i = 0; i < c.Tools.Count; i++) One(c.Tools[i], $"tools[{i}]", to, gate);
            to.WriteEndArray();
        }
        // Anthropic refuses a choice where there are no tools.
        if (c.Tools.Count > 0 && (c.ToolChoice is not null || c.ParallelTools is false)) Choice(c, to);
    }

    private static void One(Tool tool, string path, Utf8JsonWriter to, LossGate gate)
    {
        if (tool.Hosted is { } hosted)
        {
            if (hosted.Dialect != AnthropicDialect.DialectName) gate.Lose("hosted_tool", path);
            to.WriteStartObject();
            gate.Write(hosted, to, path);
            to.WriteEndObject();
            return;
        }
        to.WriteStartObject();
        to.WriteString("name", ToolNames.Fit(tool.Name, AnthropicDialect.ToolNameLength));
        to.Maybe("description", tool.Description);
        if (tool.Schema is { } schema && Schemas.HasCombinator(schema)) gate.Lose("schema_combinator", path);
        to.WritePropertyName("input_schema");
        Schemas.Input(tool.Schema, to);
        if (tool.Strict is true) to.WriteBoolean("strict", true);
        gate.Write(tool.Extras, to, path);
        to.WriteEndObject();
    }

    private static void Choice(Conversation c, Utf8JsonWriter to)
    {
        to.WriteStartObject("tool_choice");
        to.WriteString("type", c.ToolChoice?.Kind switch
        {
            ToolChoiceKind.Any => "any",
            ToolChoiceKind.Tool => "tool",
            ToolChoiceKind.None => "none",
            _ => "auto",
        });
        if (c.ToolChoice?.Name is { } name) to.WriteString("name", ToolNames.Fit(name, AnthropicDialect.ToolNameLength));
        if (c.ParallelTools is { } parallel && c.ToolChoice?.Kind != ToolChoiceKind.None)
            to.WriteBoolean("disable_parallel_tool_use", !parallel);
        to.WriteEndObject();
    }
}
