using System.Text.Json;

namespace Farthing.Wire.Anthropic;

internal static class ToolWriter
{
    public static void Write(Conversation c, CacheHints hints, Utf8JsonWriter to, LossGate gate)
    {
        var tools = HostedTools.Without(c, AnthropicDialect.DialectName, gate);
        if (tools.Count > 0)
        {
            to.WriteStartArray("tools");
            foreach (var (tool, path) in tools) One(tool, path, hints, to, gate);
            to.WriteEndArray();
        }
        // Anthropic refuses a choice where there are no tools.
        if (tools.Count > 0 && (c.ToolChoice is not null || c.ParallelTools is false)) Choice(c, to);
    }

    private static void One(Tool tool, string path, CacheHints hints, Utf8JsonWriter to, LossGate gate)
    {
        if (tool.Hosted is { } hosted)
        {
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
        hints.Write(tool.Extras, to, gate, path);
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
