using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

internal static class ToolWriter
{
    public static void Write(Conversation c, Utf8JsonWriter to, LossGate gate)
    {
        var tools = HostedTools.Without(c, OpenAIResponsesDialect.DialectName, gate);
        if (tools.Count == 0) return;
        to.WriteStartArray("tools");
        foreach (var (tool, path) in tools) One(tool, path, to, gate);
        to.WriteEndArray();
        if (c.ToolChoice is { } choice) Choice(choice, to);
        to.Maybe("parallel_tool_calls", c.ParallelTools);
    }

    private static void One(Tool tool, string path, Utf8JsonWriter to, LossGate gate)
    {
        to.WriteStartObject();
        if (tool.Hosted is { } hosted)
        {
            gate.Write(hosted, to, path);
            to.WriteEndObject();
            return;
        }
        to.WriteString("type", "function");
        to.WriteString("name", ToolNames.Fit(tool.Name, OpenAIResponsesDialect.ToolNameLength));
        to.Maybe("description", tool.Description);
        to.WritePropertyName("parameters");
        if (tool.Schema is { } schema) to.Raw(schema);
        else to.WriteRawValue("""{"type":"object","properties":{}}""");
        to.WriteBoolean("strict", tool.Strict ?? false); // left out it means true here, which most schemas do not meet
        gate.Write(tool.Extras, to, path);
        to.WriteEndObject();
    }

    private static void Choice(ToolChoice choice, Utf8JsonWriter to)
    {
        if (choice.Kind != ToolChoiceKind.Tool)
        {
            to.WriteString("tool_choice", choice.Kind switch { ToolChoiceKind.Any => "required", ToolChoiceKind.None => "none", _ => "auto" });
            return;
        }
        to.WriteStartObject("tool_choice");
        to.WriteString("type", "function");
        to.WriteString("name", ToolNames.Fit(choice.Name!, OpenAIResponsesDialect.ToolNameLength));
        to.WriteEndObject();
    }
}
