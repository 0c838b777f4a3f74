using Farthing.Catalogue;

namespace Farthing.Gateway.TokenCounts;

/// <summary>How one family of models counts a prompt. Pure.</summary>
/// <param name="Factor">Tokens for each o200k_base token until the ledger has shown better.</param>
/// <param name="IsCalibrated">Whether the ledger's real usage refines the factor: the vocabulary is not ours.</param>
/// <param name="PerMessage">The envelope of a message.</param>
/// <param name="PerRequest">What every request costs besides.</param>
/// <param name="ToolPreamble">What offering any tools costs besides their text.</param>
/// <param name="Image">The tokens of an image; its size null where it is not known.</param>
internal sealed record TokenRules(
    double Factor, bool IsCalibrated, int PerMessage, int PerRequest, int ToolPreamble, Func<ImageSize?, bool, long> Image)
{
    /// <summary>The preamble where the caller demands a tool; null where it is the same.</summary>
    public int? ForcedToolPreamble { get; init; }

    /// <summary>The preamble in the Responses API; null where it is the same.</summary>
    public int? ResponsesToolPreamble { get; init; }

    /// <summary>What asking for an answer that fits a schema costs besides the schema.</summary>
    public int FormatPreamble { get; init; }

    /// <summary>The envelope of a tool call, for Claude with that of its result.</summary>
    public int PerCall { get; init; }

    /// <summary>Whether tools stand in the prompt as <see cref="ToolDeclarations"/> rather than as JSON.</summary>
    public bool DeclaresTools { get; init; }

    /// <summary>Whether thinking from before the user's last message stays in the prompt.</summary>
    public bool KeepsThinking { get; init; } = true;

    /// <summary>OpenAI's cookbook: 3 tokens a message and 1 for its role, 3 a request. A call and the heading of the tools as recorded.</summary>
    private static readonly TokenRules Gpt4o = new(1, false, 4, 3, 2, (size, low) => ImageTokens.Tiles(size, low, 85, 170)) { PerCall = 8, DeclaresTools = true };

    private static readonly TokenRules Gpt4oMini = Gpt4o with { Image = (size, low) => ImageTokens.Tiles(size, low, 2_833, 5_667) };

    /// <summary>1.62 for gpt-4.1-mini.</summary>
    private static readonly TokenRules Gpt41Mini = Gpt4o with { Image = (size, _) => ImageTokens.Patches(size, 1.62) };

    /// <summary>
    /// Models that reason. Images about 1.2, as measured for GPT-6. One token a request fewer than before, 13 for a call, and in Chat with tools
    /// a text of 83 tokens on where to call them: the same in every recording of GPT-5 to 5.4.
    /// </summary>
    private static readonly TokenRules GptNew = Gpt4o with
    {
        PerRequest = 2,
        ToolPreamble = 83,
        ResponsesToolPreamble = 2,
        PerCall = 13,
        KeepsThinking = false,
        Image = (size, _) => ImageTokens.Patches(size, 1.2),
    };

    /// <summary>Open-weight models: vocabularies of their own, near o200k_base in size; their templates mostly write tools as JSON.</summary>
    private static readonly TokenRules Other = Gpt4o with { IsCalibrated = true, DeclaresTools = false, ToolPreamble = 12 };

    public static TokenRules Of(string model, ModelEntry? entry)
    {
        var name = (entry?.Id ?? model)[((entry?.Id ?? model).LastIndexOf('/') + 1)..];
        if (name.Contains("claude", StringComparison.OrdinalIgnoreCase)) return ClaudeRules.Of(name, entry);
        if (Starts("gpt-4o-mini")) return Gpt4oMini;
        if (Starts("gpt-4.1-")) return Gpt41Mini;
        if (Starts("gpt-4") || Starts("gpt-3")) return Gpt4o;
        return Starts("gpt-") || name is ['o', >= '1' and <= '9', ..] ? GptNew : Other;

        bool Starts(string family) => name.StartsWith(family, StringComparison.OrdinalIgnoreCase);
    }
}
