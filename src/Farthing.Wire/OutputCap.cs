namespace Farthing.Wire;

/// <summary>
/// Keeps the output cap within what the chosen model can give. Agents send the cap of their own vendor's models (Claude Code 32,000) whatever
/// the model, and a vendor refuses more than its limit: a cap says what is too much, not how much there must be.
/// </summary>
internal static class OutputCap
{
    public static Conversation Fit(Conversation c, TargetModel target, LossGate gate) =>
        target.MaxOutputTokens is { } most && c.MaxTokens > most && !gate.Carries("max_tokens_over_limit", "max_tokens") ? c with { MaxTokens = most } : c;
}
