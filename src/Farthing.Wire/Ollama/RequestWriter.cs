using System.Text.Json;

namespace Farthing.Wire.Ollama;

/// <summary>Writes a conversation for <c>/api/chat</c>, or its one prompt for <c>/api/generate</c>.</summary>
internal sealed class RequestWriter(Conversation c, TargetModel target, Utf8JsonWriter to, LossGate gate)
{
    public void Write(bool isPrompt)
    {
        gate.Refuse(c.Extras);
        to.WriteStartObject();
        to.WriteString("model", target.Model);
        if (isPrompt) Prompt(BarePrompt.Of(c, gate));
        else Messages();
        to.WriteBoolean("stream", c.Stream); // left out it means yes
        Format();
        Thinking();
        Options();
        Lost();
        gate.Write(c.Extras, to, "");
        to.WriteEndObject();
    }

    private void Prompt(BarePrompt prompt)
    {
        to.WriteString("prompt", prompt.Prompt);
        to.Maybe("suffix", c.Suffix);
        to.Maybe("system", prompt.System);
        if (prompt.Images.Count == 0) return;
        to.WriteStartArray("images");
        foreach (var image in prompt.Images)
            if (Images.Data(image, gate, "messages") is { } data) to.WriteStringValue(data);
        to.WriteEndArray();
    }

    private void Messages()
    {
        if (c.Suffix is not null) gate.Lose("suffix", "suffix");
        new MessageWriter(to, gate).Write(ToolPairs.Repair(c.Turns));
        var tools = HostedTools.Without(c, OllamaDialect.ChatName, gate);
        if (c.ToolChoice is { Kind: ToolChoiceKind.Any or ToolChoiceKind.Tool }) gate.Lose("tool_choice_forced", "tool_choice");
        if (c.ParallelTools is false) gate.Lose("parallel_tools", "parallel_tool_calls");
        if (tools.Count == 0 || c.ToolChoice is { Kind: ToolChoiceKind.None }) return;
        to.WriteStartArray("tools");
        foreach (var (tool, path) in tools) One(tool, path);
        to.WriteEndArray();
    }

    private void One(Tool tool, string path)
    {
        gate.Lose(tool.Extras, path);
        if (tool.Strict is true) gate.Lose("strict", path);
        to.WriteStartObject();
        to.WriteString("type", "function");
        to.WriteStartObject("function");
        to.WriteString("name", ToolNames.Fit(tool.Name, OllamaDialect.ToolNameLength));
        to.WriteString("description", tool.Description ?? "");
        to.WritePropertyName("parameters");
        if (tool.Schema is { } schema) to.Raw(schema);
        else to.WriteRawValue("""{"type":"object","properties":{}}""");
        to.WriteEndObject();
        to.WriteEndObject();
    }

    private void Format()
    {
        if (c.Format is not { } format) return;
        if (format.Schema is { } schema) to.Raw("format", schema);
        else to.WriteString("format", "json");
    }

    /// <summary>A model that cannot think refuses to be asked, so only one that is known to think is.</summary>
    private void Thinking()
    {
        if (c.Thinking is null && c.Effort is null) return;
        var off = c.Thinking is { Mode: ThinkingMode.Disabled } || c.Effort is "none";
        if (target.Reasoning == ReasoningControl.None)
        {
            if (!off) gate.Lose("thinking_control", "thinking");
            return;
        }
        gate.Lose(c.Thinking?.Extras, "thinking");
        if (!off && Level(c.Effort) is { } level) to.WriteString("think", level);
        else to.WriteBoolean("think", !off);
    }

    /// <summary>How hard to think, in Ollama's three words; null where the caller only wants it to.</summary>
    private static string? Level(string? effort) => effort switch
    {
        "minimal" or "low" => "low",
        "medium" => "medium",
        "high" or "xhigh" or "max" => "high",
        _ => null,
    };

    private void Options()
    {
        if (c.MaxTokens == 0) gate.Lose("max_tokens_zero", "max_tokens");
        to.WriteStartObject("options");
        to.WriteNumber("num_ctx", ContextNeed.Of(c, target.ContextTokens));
        to.Maybe("num_predict", c.MaxTokens);
        to.Maybe("temperature", c.Temperature);
        to.Maybe("top_p", c.TopP);
        to.Maybe("top_k", c.TopK);
        to.Maybe("seed", c.Seed);
        to.Maybe("frequency_penalty", c.FrequencyPenalty);
        to.Maybe("presence_penalty", c.PresencePenalty);
        if (c.Stop.Count > 0)
        {
            to.WriteStartArray("stop");
            foreach (var stop in c.Stop) to.WriteStringValue(stop);
            to.WriteEndArray();
        }
        to.WriteEndObject();
    }

    private void Lost()
    {
        if (c.N > 1) gate.Lose("n", "n");
        if (c.LogProbs is true || c.TopLogProbs > 0) gate.Lose("logprobs", "logprobs");
        if (c.UserId is not null) gate.Lose("user_id", "user");
        if (c.ServiceTier is not null) gate.Lose("service_tier", "service_tier");
        if (c.Verbosity is not null) gate.Lose("verbosity", "verbosity");
    }
}
