using Farthing.Wire;

namespace Farthing.Providers;

/// <summary>An account or server that we can call.</summary>
/// <param name="Dialects">What it speaks; the first is preferred where the caller speaks another.</param>
/// <param name="BaseUrl">Up to the version segment, without a slash at its end.</param>
internal sealed record Provider(string Name, IReadOnlyList<Dialect> Dialects, Uri BaseUrl, string? ApiKey, bool Simulated, bool LegacyMaxTokens)
{
    /// <summary>See <see cref="TargetModel.EchoReasoning"/>.</summary>
    public bool EchoReasoning { get; init; }

    /// <summary>See <see cref="TargetModel.NineCharacterIds"/>.</summary>
    public bool NineCharacterIds { get; init; }

    /// <summary>The server is the user's own: whatever it runs costs nothing.</summary>
    public bool Free { get; init; }

    /// <summary>
    /// Whether a model without a price costs nothing here: on an Ollama that asks for no key it runs on that machine, unless it is one of
    /// those that Ollama only hands on to its cloud.
    /// </summary>
    public bool RunsItself(string model) =>
        ApiKey is null && Dialects[0].Framing == Framing.Lines && !model.EndsWith("cloud", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The dialect in which a caller's request goes out: its own if possible, else one of its kind (prompts to prompts), else the first.
    /// A model that reasons is asked in Responses where a translation is needed anyway: OpenAI's newer ones take tools in Chat Completions
    /// only with their reasoning switched off, and only Responses hands the reasoning out for the next turn.
    /// </summary>
    /// <exception cref="WireException">400: the caller's dialect is never translated, and the provider does not have it.</exception>
    public Dialect DialectFor(Dialect caller, bool reasons = false) =>
        caller.ServedBeside is { } beside
            ? Dialects.Any(d => beside.Contains(d.Name)) ? caller : throw WireException.Invalid("model",
                $"provider '{Name}' has no embeddings that can be asked for in this form; name an embedding model of a provider that speaks {string.Join(" or ", beside)}.")
        : Dialects.Contains(caller) ? caller
        : reasons && !caller.IsPrompt && Dialects.Contains(Wire.Dialects.OpenAIResponses) ? Wire.Dialects.OpenAIResponses
        : Dialects.FirstOrDefault(d => d.IsPrompt == caller.IsPrompt) ?? Dialects[0];
}
