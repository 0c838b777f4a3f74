namespace Farthing.Gateway.TokenCounts;

/// <summary>What a request's prompt is made of: text by kind in o200k_base tokens, and what does not depend on a tokenizer.</summary>
/// <param name="Fixed">Envelopes, tool preambles, images and pages, in the model's own tokens.</param>
/// <param name="HasMedia">Whether images or documents are in it, whose tokens are the roughest part.</param>
internal sealed record TokenParts(long Prose, long Code, long Json, long Fixed, bool HasMedia)
{
    public long Text => Prose + Code + Json;
}

/// <summary>Tokens of the model for each o200k_base token, by kind of text.</summary>
internal sealed record TokenFactor(double Prose, double Code, double Json)
{
    public static TokenFactor Same(double all) => new(all, all, all);

    /// <summary>The estimate; never negative, at most <see cref="int.MaxValue"/>.</summary>
    public long Of(TokenParts parts) =>
        (long)Math.Clamp(Math.Ceiling((parts.Prose * Prose) + (parts.Code * Code) + (parts.Json * Json) + parts.Fixed), 0, int.MaxValue);
}
