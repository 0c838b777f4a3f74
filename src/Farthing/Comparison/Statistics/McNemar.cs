using Farthing.Comparison.Statistics.Distributions;

namespace Farthing.Comparison.Statistics;

/// <summary>Tests that both arms pass equally often: McNemar 1947; all p-values two-sided.</summary>
/// <param name="ExactP">2·P(Bin(b+c, ½) ≤ min(b, c)), at most 1.</param>
/// <param name="MidP">The exact p less the probability of the observed table: Lancaster 1961; Fagerland, Lydersen, Laake 2013.</param>
/// <param name="ChiSquare">(b−c)²/(b+c).</param>
/// <param name="Corrected">(|b−c|−1)²/(b+c): Edwards 1948.</param>
internal sealed record McNemar(double ExactP, double MidP, double ChiSquare, double ChiSquareP, double Corrected, double CorrectedP)
{
    public static McNemar Of(PairedTable table)
    {
        var discordant = table.Discordant;
        if (discordant == 0) return new McNemar(1, 1, 0, 1, 0, 1);
        var fewer = Math.Min(table.OnlyA, table.OnlyB);
        var exact = 2 * Binomial.Cdf(fewer, discordant, 0.5);
        var midP = exact - Binomial.Mass(fewer, discordant, 0.5);
        double apart = Math.Abs(table.OnlyA - table.OnlyB);
        var chi = apart * apart / discordant;
        var corrected = Math.Max(0, apart - 1) * Math.Max(0, apart - 1) / discordant;
        return new McNemar(
            Math.Min(1, exact), Math.Clamp(midP, 0, 1),
            chi, Distributions.ChiSquare.Upper(chi), corrected, Distributions.ChiSquare.Upper(corrected));
    }
}
