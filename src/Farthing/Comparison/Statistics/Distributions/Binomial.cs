namespace Farthing.Comparison.Statistics.Distributions;

/// <summary>The binomial distribution. Masses through <see cref="SaddlePoint"/>, so counts of millions stay exact to about 1e-13.</summary>
internal static class Binomial
{
    /// <summary>P(X = k) of n trials with chance p.</summary>
    public static double Mass(long k, long n, double p) => k < 0 || k > n ? 0 : SaddlePoint.Mass(k, n, p, 1 - p);

    /// <summary>P(X ≤ k). Sums the shorter tail from its largest term outward until terms no longer count.</summary>
    public static double Cdf(long k, long n, double p)
    {
        if (k < 0) return 0;
        if (k >= n) return 1;
        return k <= n * p ? LowerTail(k, n, p) : 1 - LowerTail(n - k - 1, n, 1 - p);
    }

    private static double LowerTail(long k, long n, double p)
    {
        double term = Mass(k, n, p), sum = term;
        for (var i = k; i > 0 && term > sum * 1e-17; i--)
        {
            term *= i * (1 - p) / ((n - i + 1) * p);
            sum += term;
        }

        return Math.Min(1, sum);
    }
}
