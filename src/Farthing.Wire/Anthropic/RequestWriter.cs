using System.Text.Json;

namespace Farthing.Wire.Anthropic;

/// <summary>Writes a conversation as a Messages request.</summary>
internal sealed class RequestWriter(Conversation asked, TargetModel target, Utf8JsonWriter to, LossGate gate)
{
    /// <summary>Anthropic demands a cap; this one is used where neither caller nor catalogue gives any.</summary>
    private const int DefaultMaxTokens = 4096;

    /// <summary>The instruction that stands in for a json_object format, which Anthropic lacks.</summary>
    public const string JsonInstruction = "Answer with one JSON object and nothing else: no explanation, no code fence.";

    private readonly Conversation c = CacheHints.Placed(asked);

    public void Write()
    {
        gate.Refuse(c.Extras);
        var turns = ToolPairs.Repair(c.Turns);
        var leading = turns.TakeWhile(t => t.Role == Role.System).ToList();
        var isSilent = !turns.Skip(leading.Count).Any(t => t.Blocks.Any(BlockWriter.HasContent));
        if (isSilent && leading.Count > 0) leading.RemoveAt(leading.Count - 1); // there must be a message
        var hints = new CacheHints(c);
        var max = c.MaxTokens ?? target.MaxOutputTokens ?? DefaultMaxTokens;
        to.WriteStartObject();
        to.WriteString("model", target.Model);
        to.WriteNumber("max_tokens", max);
        var messages = new MessageWriter(hints, target, to, gate);
        messages.System(leading, JsonOnly);
        messages.Messages(turns.Skip(leading.Count).ToList());
        ToolWriter.Write(c, hints, to, gate);
        Stop();
        if (c.Stream) to.WriteBoolean("stream", true);
        var thinks = new ThinkingWriter(c, target, to, gate).Write(turns, max);
        Sampling(thinks);
        if (c.UserId is { } user) User(user);
        ServiceTier();
        Refused();
        Extras();
        to.WriteEndObject();
    }

    private void Stop()
    {
        if (c.Stop.Where(s => s.Length > 0).ToList() is { Count: > 0 } stops && gate.Carries("stop", "stop")) Strings("stop_sequences", stops);
    }

    private string? JsonOnly => c.Format is { Schema: null } ? JsonInstruction : null;

    private void Sampling(bool thinks)
    {
        var any = c.Temperature is not null || c.TopP is not null || c.TopK is not null;
        if (any && !target.Sampling)
            gate.Lose("sampling", "temperature");
        else if (any && thinks)
            gate.Lose("sampling_with_thinking", "temperature");
        else if (any)
            Freely();
    }

    private void Freely()
    {
        if (c.Temperature > 1) gate.Lose("temperature_over_1", "temperature");
        if (c.Temperature is { } t) to.WriteNumber("temperature", Math.Min(t, 1));
        // Claude 4.5 and later refuse the two together; temperature is the one people mean.
        if (c is { Temperature: not null, TopP: not null and not 1 } && IsForeign) gate.Lose("temperature_with_top_p", "top_p");
        else if (c.TopP is { } p && (c.Temperature is null || !IsForeign)) to.WriteNumber("top_p", p);
        to.Maybe("top_k", c.TopK);
    }

    private bool IsForeign => c.Extras?.Dialect != AnthropicDialect.DialectName;

    private void User(string user)
    {
        to.WriteStartObject("metadata");
        to.WriteString("user_id", user.Length <= 256 ? user : ToolIds.Hash(user, 64));
        to.WriteEndObject();
    }

    private void ServiceTier()
    {
        if (c.ServiceTier is not { } tier) return;
        var mapped = tier switch { "auto" or "standard_only" => tier, "default" => "standard_only", _ => null };
        if (mapped is null) gate.Lose("service_tier_other", "service_tier");
        else to.WriteString("service_tier", mapped);
    }

    private void Refused()
    {
        if (c.Suffix is not null) gate.Lose("suffix", "suffix");
        if (c.Stop.Any(s => s.Length > 0 && string.IsNullOrWhiteSpace(s))) gate.Lose("stop_blank", "stop");
        if (c.N > 1) gate.Lose("n", "n");
        if (c.LogProbs is true || c.TopLogProbs > 0) gate.Lose("logprobs", "logprobs");
        if (c.Verbosity is not null) gate.Lose("verbosity", "verbosity");
        if (c.Seed is not null) gate.Lose("seed", "seed");
        if (c.FrequencyPenalty is not (null or 0)) gate.Lose("frequency_penalty", "frequency_penalty");
        if (c.PresencePenalty is not (null or 0)) gate.Lose("presence_penalty", "presence_penalty");
    }

    /// <summary>Fields read out of <c>metadata</c> and <c>output_config</c> do not come here from their own dialect.</summary>
    private void Extras() => gate.Write(c.Extras, to, "");

    private void Strings(string name, IReadOnlyList<string> values)
    {
        to.WriteStartArray(name);
        foreach (var value in values) to.WriteStringValue(value);
        to.WriteEndArray();
    }
}
