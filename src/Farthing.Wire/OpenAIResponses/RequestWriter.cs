using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>Writes a conversation as a Responses request that keeps nothing at the provider.</summary>
internal sealed class RequestWriter(Conversation c, TargetModel target, Utf8JsonWriter to, LossGate gate)
{
    private const long LeastTokens = 16; // wire.md §1, Output cap

    public void Write()
    {
        gate.Refuse(c.Extras);
        var turns = ToolPairs.Repair(c.Turns);
        var leading = turns.TakeWhile(t => t.Role == Role.System && t.Blocks.All(b => b is TextBlock)).ToList();
        if (leading.Count == turns.Count && leading.Count > 0) leading.RemoveAt(leading.Count - 1); // there must be an input
        to.WriteStartObject();
        to.WriteString("model", target.Model);
        Instructions(leading);
        new InputWriter(to, gate).Write([.. turns.Skip(leading.Count)]);
        ToolWriter.Write(c, to, gate);
        MaxTokens();
        Sampling();
        Refused();
        Text();
        Reasoning();
        to.Maybe("safety_identifier", c.UserId is { Length: > 64 } user ? ToolIds.Hash(user, 64) : c.UserId);
        ServiceTier();
        if (c.Stream) to.WriteBoolean("stream", true);
        if (c.Extras?.Fields.Any(f => f.Key == "store") is not true) to.WriteBoolean("store", false);
        gate.Write(c.Extras, to, "");
        to.WriteEndObject();
    }

    private void Instructions(List<Turn> leading)
    {
        var texts = leading.SelectMany(t => t.Blocks).ToList();
        foreach (var text in texts) gate.Lose(text.Extras, "system");
        foreach (var turn in leading) gate.Lose(turn.Extras, "system");
        if (texts.Count > 0) to.WriteString("instructions", string.Join('\n', texts.Select(t => ((TextBlock)t).Text)));
    }

    private void MaxTokens()
    {
        if (c.MaxTokens is not { } max) return;
        if (max == 0) gate.Lose("max_tokens_zero", "max_tokens");
        if (max < LeastTokens) gate.Lose("max_tokens_under_16", "max_tokens");
        to.WriteNumber("max_output_tokens", Math.Max(max, LeastTokens));
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
    }

    private void Refused()
    {
        if (c.Stop.Count > 0) gate.Lose("stop", "stop_sequences");
        if (c.N > 1) gate.Lose("n", "n");
        if (c.LogProbs is true || c.TopLogProbs > 0) gate.Lose("logprobs", "logprobs");
        if (c.Suffix is not null) gate.Lose("suffix", "suffix");
        if (c.Seed is not null) gate.Lose("seed", "seed");
        if (c.FrequencyPenalty is not (null or 0)) gate.Lose("frequency_penalty", "frequency_penalty");
        if (c.PresencePenalty is not (null or 0)) gate.Lose("presence_penalty", "presence_penalty");
    }

    private void Text()
    {
        var verbosity = target.Reasoning == ReasoningControl.None ? null : c.Verbosity;
        if (verbosity != c.Verbosity) gate.Lose("verbosity_plain_model", "verbosity");
        if (c.Format is null && verbosity is null) return;
        to.WriteStartObject("text");
        if (c.Format is { } format)
        {
            to.WriteStartObject("format");
            to.WriteString("type", format.Schema is null ? "json_object" : "json_schema");
            if (format.Schema is { } schema)
            {
                to.WriteString("name", format.Name ?? "answer"); // OpenAI demands a name
                to.Maybe("description", format.Description);
                to.Raw("schema", schema);
                to.Maybe("strict", format.Strict);
            }
            to.WriteEndObject();
        }
        to.Maybe("verbosity", verbosity);
        to.WriteEndObject();
    }

    /// <summary>A model that thinks is asked for its thoughts in encrypted form, so that they can come back in the next turn.</summary>
    private void Reasoning()
    {
        var thinks = c.Thinking is { Mode: not ThinkingMode.Disabled };
        if (target.Reasoning == ReasoningControl.None)
        {
            if (thinks || c.Effort is not (null or "none")) gate.Lose("thinking_control", "thinking");
            return;
        }
        if (c.Thinking is { Mode: ThinkingMode.Disabled } && c.Effort is null) gate.Lose("thinking_control", "thinking");
        gate.Lose(c.Thinking?.Extras, "thinking");
        if ((c.Effort is { } asked ? Efforts.Known(asked, gate) : c.Thinking?.BudgetTokens is { } budget ? Efforts.Effort(budget) : null) is { } effort)
        {
            to.WriteStartObject("reasoning");
            to.WriteString("effort", effort);
            to.WriteEndObject();
        }
        to.WriteStartArray("include");
        to.WriteStringValue("reasoning.encrypted_content");
        to.WriteEndArray();
    }

    private void ServiceTier()
    {
        if (c.ServiceTier is not { } tier) return;
        var mapped = tier switch { "standard_only" => "default", "auto" or "default" or "flex" or "scale" or "priority" or "fast" => tier, _ => null };
        if (mapped is null) gate.Lose("service_tier_other", "service_tier");
        else to.WriteString("service_tier", mapped);
    }
}
