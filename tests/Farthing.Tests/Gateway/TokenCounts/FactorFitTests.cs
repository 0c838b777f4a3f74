using CsCheck;
using Farthing.Gateway.TokenCounts;
using Xunit;

namespace Farthing.Tests.Gateway.TokenCounts;

public class FactorFitTests
{
    private static readonly Gen<TokenParts> Parts =
        Gen.Select(Gen.Long[0, 5_000], Gen.Long[0, 5_000], Gen.Long[0, 5_000], Gen.Long[0, 600]).Select((p, c, j, f) => new TokenParts(p, c, j, f, false)).Where(p => p.Text >= 100);

    [Fact]
    public void It_finds_the_factors_that_made_the_counts() =>
        Gen.Select(Gen.Double[0.8, 2.2], Gen.Double[0.8, 2.2], Gen.Double[0.8, 2.2], Parts.Array[300]).Sample((prose, code, json, requests) =>
        {
            var true_ = new TokenFactor(prose, code, json);
            var found = requests.Aggregate(FactorFit.None, (fit, parts) => fit.With(parts, true_.Of(parts))).Factor(1.25);
            // The default still pulls a little where kinds nearly always come together: what counts is the estimate.
            Assert.InRange(requests.Average(parts => Math.Abs(found.Of(parts) - true_.Of(parts)) / (double)true_.Of(parts)), 0, 0.03);
            Assert.All([found.Prose - prose, found.Code - code, found.Json - json], error => Assert.InRange(error, -0.25, 0.25));
        }, iter: 50);

    [Fact]
    public void A_kind_never_seen_keeps_the_default()
    {
        var fit = Enumerable.Range(0, 200).Aggregate(FactorFit.None, (f, _) => f.With(new TokenParts(1_000, 0, 0, 7, false), 1_507));
        Assert.InRange(fit.Factor(1.25).Prose, 1.49, 1.5);
        Assert.Equal(1.25, fit.Factor(1.25).Code);
    }

    [Fact]
    public void No_count_drives_a_factor_out_of_bounds() =>
        Gen.Select(Parts, Gen.Long[1, 10_000_000]).Array[1, 50].Sample(requests =>
        {
            var found = requests.Aggregate(FactorFit.None, (fit, r) => fit.With(r.Item1, r.Item2)).Factor(1.25);
            Assert.All([found.Prose, found.Code, found.Json], f => Assert.InRange(f, 0.4, 4));
        }, iter: 200);

    [Fact]
    public void Media_short_prompts_and_odd_counts_teach_nothing()
    {
        Assert.Same(FactorFit.None, FactorFit.None.With(new TokenParts(1_000, 0, 0, 1_568, HasMedia: true), 3_000));
        Assert.Same(FactorFit.None, FactorFit.None.With(new TokenParts(10, 0, 0, 7, false), 20));
        Assert.Same(FactorFit.None, FactorFit.None.With(new TokenParts(1_000, 0, 0, 7, false), 900_000));
    }
}
