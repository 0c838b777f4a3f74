using System.Text.Json;

namespace Farthing.Wire.OpenAICompletions;

/// <summary>Writes a conversation of one question as a bare prompt.</summary>
internal sealed class RequestWriter(Conversation c, TargetModel target, Utf8JsonWriter to, LossGate gate)
{
    /// <summary>Left out, the cap is 16 tokens here, which nobody means.</summary>
    private const int DefaultMaxTokens = 4096;

    private const int MaxStops = 4;

    public void Write()
    {
        gate.Refuse(c.Extras);
        var prompt = BarePrompt.Of(c, gate);
        to.WriteStartObject();
        to.WriteString("model", target.Model);
        to.WriteString("prompt", prompt.System is null ? prompt.Prompt : $"{prompt.System}\n\n{prompt.Prompt}");
        to.Maybe("suffix", c.Suffix);
        if (c.MaxTokens == 0) gate.Lose("max_tokens_zero", "max_tokens");
        to.WriteNumber("max_tokens", c.MaxTokens ?? target.MaxOutputTokens ?? DefaultMaxTokens);
        Lost();
        to.Maybe("temperature", c.Temperature);
        to.Maybe("top_p", c.TopP);
        to.Maybe("frequency_penalty", c.FrequencyPenalty);
        to.Maybe("presence_penalty", c.PresencePenalty);
        to.Maybe("seed", c.Seed);
        to.Maybe("n", c.N);
        to.Maybe("user", c.UserId is { Length: > 64 } user ? ToolIds.Hash(user, 64) : c.UserId);
        Stop();
        if (c.Stream) Stream();
        gate.Write(c.Extras, to, "");
        to.WriteEndObject();
    }

    private void Lost()
    {
        if (c.Format is { } format) gate.Lose(format.Schema is null ? "json_object" : "json_schema", "response_format");
        if (c.LogProbs is true || c.TopLogProbs > 0) gate.Lose("logprobs", "logprobs");
        if (c.TopK is not null) gate.Lose("top_k", "top_k");
        if (c.Thinking is { Mode: not ThinkingMode.Disabled } || c.Effort is not (null or "none")) gate.Lose("effort", "thinking");
        gate.Lose(c.Thinking?.Extras, "thinking");
        if (c.ServiceTier is not null) gate.Lose("service_tier", "service_tier");
        if (c.Verbosity is not null) gate.Lose("verbosity", "verbosity");
        if (c.ParallelTools is not null) gate.Lose("parallel_tools", "parallel_tool_calls");
    }

    private void Stop()
    {
        if (c.Stop.Count == 0) return;
        if (c.Stop.Count > MaxStops) gate.Lose("stop_over_4", "stop");
        to.WriteStartArray("stop");
        foreach (var stop in c.Stop) to.WriteStringValue(stop);
        to.WriteEndArray();
    }

    private void Stream()
    {
        to.WriteBoolean("stream", true);
        to.WriteStartObject("stream_options");
        to.WriteBoolean("include_usage", true);
        to.WriteEndObject();
    }
}
