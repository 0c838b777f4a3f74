using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

/// <summary>Writes a conversation as a Chat Completions request.</summary>
internal sealed class RequestWriter(Conversation c, TargetModel target, Utf8JsonWriter to, LossGate gate)
{
    private const int MaxStops = 4;

    public void Write()
    {
        gate.Refuse(c.Extras);
        to.WriteStartObject();
        to.WriteString("model", target.Model);
        new MessageWriter(target, to, gate).Write(ToolPairs.Repair(c.Turns));
        ToolWriter.Write(c, to, gate);
        if (c.Suffix is not null) gate.Lose("suffix", "suffix");
        MaxTokens();
        Sampling();
        Stop();
        Format();
        Reasoning();
        if (c.UserId is { } user) to.WriteString("user", user.Length <= 64 ? user : ToolIds.Hash(user, 64));
        to.Maybe("seed", c.Seed);
        to.Maybe("n", c.N);
        to.Maybe("logprobs", c.LogProbs);
        to.Maybe("top_logprobs", c.TopLogProbs);
        ServiceTier();
        if (c.Stream) Stream();
        gate.Write(c.Extras, to, "");
        to.WriteEndObject();
    }

    private void MaxTokens()
    {
        if (c.MaxTokens is not { } max) return;
        if (max == 0) gate.Lose("max_tokens_zero", "max_tokens");
        else to.WriteNumber(target.LegacyMaxTokens ? "max_tokens" : "max_completion_tokens", max);
    }

    private void Sampling()
    {
        if (c.TopK is not null) gate.Lose("top_k", "top_k");
        if (!target.Sampling)
        {
            if (c.Temperature is not null || c.TopP is not null) gate.Lose("sampling", "temperature");
            return;
        }
        to.Maybe("temperature", c.Temperature);
        to.Maybe("top_p", c.TopP);
        to.Maybe("frequency_penalty", c.FrequencyPenalty);
        to.Maybe("presence_penalty", c.PresencePenalty);
    }

    private void Stop()
    {
        if (c.Stop.Count == 0) return;
        if (c.Stop.Count > MaxStops) gate.Lose("stop_over_4", "stop_sequences");
        to.WriteStartArray("stop");
        foreach (var stop in c.Stop) to.WriteStringValue(stop);
        to.WriteEndArray();
    }

    private void Format()
    {
        if (c.Format is not { } format) return;
        to.WriteStartObject("response_format");
        to.WriteString("type", format.Schema is null ? "json_object" : "json_schema");
        if (format.Schema is { } schema)
        {
            to.WriteStartObject("json_schema");
            to.WriteString("name", format.Name ?? "answer"); // OpenAI demands a name
            to.Maybe("description", format.Description);
            to.Raw("schema", schema);
            to.Maybe("strict", format.Strict);
            to.WriteEndObject();
        }
        to.WriteEndObject();
    }

    private void Reasoning()
    {
        var thinks = c.Thinking is { Mode: not ThinkingMode.Disabled };
        if (target.Reasoning == ReasoningControl.None)
        {
            if (c.Verbosity is not null) gate.Lose("verbosity_plain_model", "verbosity");
            if (thinks || c.Effort is not (null or "none")) gate.Lose("thinking_control", "thinking");
            return;
        }
        if (c.Thinking is { Mode: ThinkingMode.Disabled } && c.Effort is null) gate.Lose("thinking_control", "thinking");
        gate.Lose(c.Thinking?.Extras, "thinking");
        to.Maybe("verbosity", c.Verbosity);
        to.Maybe("reasoning_effort", c.Effort ?? (c.Thinking?.BudgetTokens is { } budget ? Efforts.Effort(budget) : null));
    }

    private void ServiceTier()
    {
        if (c.ServiceTier is not { } tier) return;
        var mapped = tier switch { "standard_only" => "default", "auto" or "default" or "flex" or "scale" or "priority" or "fast" => tier, _ => null };
        if (mapped is null) gate.Lose("service_tier_other", "service_tier");
        else to.WriteString("service_tier", mapped);
    }

    /// <summary>Usage is always asked for; the writer hides it from a caller who did not ask.</summary>
    private void Stream()
    {
        to.WriteBoolean("stream", true);
        to.WriteStartObject("stream_options");
        to.WriteBoolean("include_usage", true);
        to.WriteEndObject();
    }
}
