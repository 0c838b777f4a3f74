using Farthing.Catalogue;

namespace Farthing.Gateway.TokenCounts;

/// <summary>How one family of models counts a prompt (pricing-and-providers §1 and §3). Pure.</summary>
/// <param name="Factor">Tokens for each o200k_base token until the ledger has shown better.</param>
/// <param name="IsCalibrated">Whether the ledger's real usage refines the factor: the vocabulary is not ours.</param>
/// <param name="PerMessage">The envelope of a message.</param>
/// <param name="PerRequest">What every request costs besides.</param>
/// <param name="ToolPreamble">What offering any tools costs besides their text.</param>
/// <param name="Image">The tokens of an image; its size null where it is not known.</param>
internal sealed record TokenRules(
    double Factor, bool IsCalibrated, int PerMessage, int PerRequest, int ToolPreamble, Func<ImageSize?, bool, long> Image)
{
    /// <summary>Claude up to 4.6: long edge 1,568 pixels, 1,568 tokens an image; preamble of Sonnet 4.6.</summary>
    private static readonly TokenRules ClaudeOld = new(1.25, true, 7, 0, 497, (size, _) => ImageTokens.Claude(size, 1_568, 1_568));

    /// <summary>Claude from Opus 4.7, Sonnet 5 and Haiku 5.5: about 30 % more tokens for the same text; preamble of Sonnet 5.</summary>
    private static readonly TokenRules ClaudeNew = new(1.6, true, 7, 0, 354, (size, _) => ImageTokens.Claude(size, 2_576, 4_784));

    private static readonly TokenRules Gpt4o = new(1, false, 3, 3, 12, (size, low) => ImageTokens.Tiles(size, low, 85, 170));

    private static readonly TokenRules Gpt4oMini = Gpt4o with { Image = (size, low) => ImageTokens.Tiles(size, low, 2_833, 5_667) };

    /// <summary>1.62 for gpt-4.1-mini.</summary>
    private static readonly TokenRules Gpt41Mini = Gpt4o with { Image = (size, _) => ImageTokens.Patches(size, 1.62) };

    /// <summary>About 1.2, as measured for GPT-6.</summary>
    private static readonly TokenRules GptNew = Gpt4o with { Image = (size, _) => ImageTokens.Patches(size, 1.2) };

    /// <summary>Open-weight models: vocabularies of their own, near o200k_base in size.</summary>
    private static readonly TokenRules Other = Gpt4o with { IsCalibrated = true };

    public static TokenRules Of(string model, ModelEntry? entry)
    {
        var name = (entry?.Id ?? model)[((entry?.Id ?? model).LastIndexOf('/') + 1)..];
        if (entry?.Tokenizer == "claude-old") return ClaudeOld;
        if (name.StartsWith("claude", StringComparison.OrdinalIgnoreCase)) return ClaudeNew;
        if (name.StartsWith("gpt-4o-mini", StringComparison.OrdinalIgnoreCase)) return Gpt4oMini;
        if (name.StartsWith("gpt-4o", StringComparison.OrdinalIgnoreCase) || name is "gpt-4.1") return Gpt4o;
        if (name.StartsWith("gpt-4.1", StringComparison.OrdinalIgnoreCase)) return Gpt41Mini;
        return name.StartsWith("gpt-", StringComparison.OrdinalIgnoreCase) || name is ['o', >= '1' and <= '9', ..] ? GptNew : Other;
    }
}
