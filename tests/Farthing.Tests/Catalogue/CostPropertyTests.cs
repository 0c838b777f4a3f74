using System.Numerics;
using CsCheck;
using Farthing.Catalogue;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Catalogue;

public class CostPropertyTests
{
    private const long Threshold = 100_000;

    /// <summary>Rates in whole millionths of a dollar per million tokens, so that integers can check the decimals.</summary>
    private static readonly Gen<long[]> s_rates = Gen.Long[0, 100_000_000].Array[5];

    private static readonly Gen<long[]> s_tokens = Gen.Long[0, 60_000].Array[5];

    /// <summary>Few enough that the sum of two prompts stays below the threshold.</summary>
    private static readonly Gen<long[]> s_fewTokens = Gen.Long[0, Threshold / 8].Array[5];

    private static readonly Gen<(long[] Below, long[] Above)> s_price = Gen.Select(s_rates, s_rates);

    [Fact]
    public void Cost_equals_integer_arithmetic_rounded_half_to_even() =>
        Gen.Select(s_price, s_tokens).Sample((p, t) =>
        {
            var rates = t[..4].Sum() > Threshold ? p.Above : p.Below;
            var scaled = t.Zip(rates).Aggregate(BigInteger.Zero, (sum, x) => sum + ((BigInteger)x.First * x.Second));
            var nanos = BigInteger.DivRem(scaled, 1_000, out var rest); // tokens × 1e-6 $ per 1e6 tokens = 1e-12 $ = 1e-3 nano-dollars
            if (rest > 500 || (rest == 500 && !nanos.IsEven)) nanos++;
            Assert.Equal(nanos, Cost(t, p).Nanos);
        });

    [Fact]
    public void Cost_is_never_negative_and_never_above_the_worst_case() =>
        Gen.Select(s_price, s_tokens).Sample((p, t) =>
        {
            var cost = Cost(t, p);
            Assert.True(cost >= Usd.Zero);
            Assert.True(cost <= CostCalculator.WorstCase(t[..4].Sum(), t[4], Price(p)));
        });

    [Fact]
    public void Within_a_tier_more_tokens_never_cost_less() =>
        Gen.Select(s_price, s_fewTokens, s_fewTokens).Sample((p, t, more) => Assert.True(Cost(Sum(t, more), p) >= Cost(t, p)));

    [Fact]
    public void Within_a_tier_the_parts_of_a_workload_add_up_to_the_rounding() =>
        Gen.Select(s_price, s_fewTokens, s_fewTokens).Sample((p, a, b) =>
            Assert.InRange(Cost(Sum(a, b), p).Nanos - Cost(a, p).Nanos - Cost(b, p).Nanos, -1, 1));

    [Fact]
    public void The_worst_case_grows_with_the_prompt_and_the_answer() =>
        Gen.Select(s_price, Gen.Long[0, 200_000], Gen.Long[0, 200_000], Gen.Long[0, 9_000], Gen.Long[0, 9_000]).Sample((p, a, more, output, longer) =>
            Assert.True(CostCalculator.WorstCase(a + more, output + longer, Price(p)) >= CostCalculator.WorstCase(a, output, Price(p))));

    private static Usd Cost(long[] t, (long[] Below, long[] Above) p) =>
        Assert.NotNull(CostCalculator.Cost(new Usage(t[0], t[1], t[2], t[3], t[4]), Price(p)));

    private static long[] Sum(long[] a, long[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static Price Price((long[] Below, long[] Above) p) => new()
    {
        Rates = Rates(p.Below),
        Tiers = [new PriceTier(Threshold, Rates(p.Above))],
    };

    private static Rates Rates(long[] r) => new(r[0] / 1_000_000m, r[1] / 1_000_000m, r[2] / 1_000_000m, r[3] / 1_000_000m, r[4] / 1_000_000m);
}
