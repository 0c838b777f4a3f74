using System.Globalization;
using System.Text.RegularExpressions;
using Farthing.Catalogue;

namespace Farthing.Gateway.TokenCounts;

/// <summary>
/// How Claude counts a prompt, by the version in the model's name: a model that the catalogue does not know has one too. Pure.
/// Preambles are Anthropic's table "tool use system prompt tokens" (pricing page), for <c>auto</c> and <c>none</c>, and for a forced tool.
/// </summary>
internal static partial class ClaudeRules
{
    /// <summary>
    /// What asking for a schema costs besides the schema. Anthropic says that there is such a text, not how long:
    /// Sonnet 4.5 counted 110 to 120 tokens more than its schema and question.
    /// </summary>
    private const int FormatPreamble = 115;

    /// <summary>Up to 4.6: long edge 1,568 pixels, 1,568 tokens an image. A call and its result: the median of 25 recorded ones.</summary>
    private static readonly TokenRules Old = new(1.25, true, 7, 0, 0, (size, _) => ImageTokens.Claude(size, 1_568, 1_568)) { FormatPreamble = FormatPreamble, PerCall = 42 };

    /// <summary>From Opus 4.7, Sonnet 5 and Haiku 5.5: about 30 % more tokens for the same text. A call and its result as in the four recorded ones.</summary>
    private static readonly TokenRules New = new(1.6, true, 7, 0, 0, (size, _) => ImageTokens.Claude(size, 2_576, 4_784)) { FormatPreamble = FormatPreamble, PerCall = 28 };

    public static TokenRules Of(string name, ModelEntry? entry)
    {
        var version = Version(name);
        var (haiku, sonnet, opus) = (Has(name, "haiku"), Has(name, "sonnet"), Has(name, "opus"));
        var isNew = entry?.Tokenizer switch { "claude-old" => false, "claude-new" => true, _ => version >= (opus ? 4.7 : 5) };
        var (auto, forced) = version switch
        {
            >= 5 when sonnet || haiku => (354, 474),
            >= 5 => (286, 406),
            >= 4.8 => (290, 410),
            >= 4.7 => (675, 804),
            >= 4.5 => (497, 589), // one less each for 4.5
            >= 4 => (313, 315),
            > 3 when !haiku => (346, 313),
            _ when haiku => (264, 340),
            _ => opus ? (530, 281) : (159, 235),
        };
        return (isNew ? New : Old) with { ToolPreamble = auto, ForcedToolPreamble = forced, KeepsThinking = version >= (opus ? 4.5 : sonnet ? 4.6 : 5) };
    }

    /// <summary><c>claude-3-5-haiku-20241022</c> is 3.5, <c>claude-opus-4@20250514</c> is 4; a name without a number is the newest.</summary>
    private static double Version(string name) =>
        Numbers().Match(name) is { Success: true } found ? double.Parse($"{found.Groups[1].Value}.{found.Groups[2].Value}0", CultureInfo.InvariantCulture) : double.MaxValue;

    private static bool Has(string name, string family) => name.Contains(family, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"claude\D*(\d{1,2})(?!\d)(?:[-.](\d)(?!\d))?", RegexOptions.IgnoreCase)]
    private static partial Regex Numbers();
}
