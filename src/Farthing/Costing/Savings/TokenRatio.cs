using Farthing.Catalogue;
using Farthing.Costing.Folders;
using Farthing.Gateway.TokenCounts;

namespace Farthing.Costing.Savings;

/// <summary>Tokens that one model makes of what is one token to another: the likely figure, and between which two it lies.</summary>
internal readonly record struct TokenRatio(decimal Low, decimal Likely, decimal High)
{
    public static TokenRatio One { get; } = new(1, 1, 1);

    /// <summary>The figures that are reckoned with, in the order low, likely, high.</summary>
    public IReadOnlyList<decimal> Figures => [Low, Likely, High];
}

/// <summary>How models' vocabularies relate, with what this installation's calls have shown of them. Pure.</summary>
/// <param name="fits">By the model's id in the catalogue.</param>
internal sealed class Vocabularies(IReadOnlyDictionary<string, FactorFit> fits)
{
    /// <summary>
    /// From Claude's old vocabulary to its new one: release notes say 1 to 1.35, measurements with count_tokens found up to 1.47 (technical prose).
    /// </summary>
    private const decimal ClaudeLow = 1, ClaudeHigh = 1.47m;

    public TokenRatio Between(string from, ModelEntry? fromEntry, string to, ModelEntry? toEntry)
    {
        var (a, b) = (TokenRules.Of(from, fromEntry), TokenRules.Of(to, toEntry));
        if ((fromEntry is not null && fromEntry.Id == toEntry?.Id) || (fromEntry?.Tokenizer is { } one && one == toEntry?.Tokenizer) || (!a.IsCalibrated && !b.IsCalibrated)) return TokenRatio.One;
        var (usualFrom, usualTo) = (a.Factor, b.Factor);
        (a, b) = (a with { Factor = Factor(from, fromEntry, a) }, b with { Factor = Factor(to, toEntry, b) });
        var likely = Rounded(b.Factor / a.Factor);
        if (IsClaude(from, fromEntry) && IsClaude(to, toEntry))
        {
            var (least, most) = usualFrom == usualTo ? (1m, 1m) : usualFrom < usualTo ? (ClaudeLow, ClaudeHigh) : (1 / ClaudeHigh, 1 / ClaudeLow);
            return new TokenRatio(Math.Min(Rounded((double)least), likely), likely, Math.Max(Rounded((double)most), likely));
        }

        // Code is the kind of text with the widest spread.
        var (of, per) = (TokenSpread.Of(TextKind.Code, b), TokenSpread.Of(TextKind.Code, a));
        return new TokenRatio(Rounded(of.Low / per.High), likely, Rounded(of.High / per.Low));
    }

    /// <summary>The requests from which the model's factor was learnt; 0 where it is the usual one.</summary>
    public long Samples(string model, ModelEntry? entry) => TokenRules.Of(model, entry).IsCalibrated && fits.TryGetValue(entry?.Id ?? model, out var fit) ? fit.Samples : 0;

    private double Factor(string model, ModelEntry? entry, TokenRules rules) => Samples(model, entry) > 0 ? fits[entry?.Id ?? model].Mean(rules.Factor) : rules.Factor;

    private static bool IsClaude(string model, ModelEntry? entry) => (entry?.Id ?? model).Contains("claude", StringComparison.OrdinalIgnoreCase);

    /// <summary>Two places say as much as an estimate can.</summary>
    private static decimal Rounded(double ratio) => Math.Round((decimal)ratio, 2);
}
