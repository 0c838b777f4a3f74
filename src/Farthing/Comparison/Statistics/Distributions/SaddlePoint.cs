namespace Farthing.Comparison.Statistics.Distributions;

/// <summary>
/// Loader 2000, "Fast and accurate computation of binomial probabilities": the binomial mass for real arguments without
/// the cancellation that differences of log-gammas suffer when counts are large.
/// </summary>
internal static class SaddlePoint
{
    /// <summary>Γ(n+1) / (Γ(k+1) Γ(n−k+1)) · p^k · q^(n−k).</summary>
    /// <param name="k">0 to n, not necessarily whole.</param>
    /// <param name="q">1 − p, handed in because the caller often knows it more exactly.</param>
    public static double Mass(double k, double n, double p, double q)
    {
        if (p == 0) return k == 0 ? 1 : 0;
        if (q == 0) return k == n ? 1 : 0;
        if (k == 0) return Math.Exp(p < 0.5 ? n * Log1P(-p) : n * Math.Log(q));
        if (k == n) return Math.Exp(q < 0.5 ? n * Log1P(-q) : n * Math.Log(p));
        var rest = n - k;
        var exponent = StirlingError(n) - StirlingError(k) - StirlingError(rest) - Deviance(k, n * p) - Deviance(rest, n * q);
        return Math.Exp(exponent) * Math.Sqrt(n / (2 * Math.PI * k * rest));
    }

    /// <summary>ln(1 + x) without loss for small x (Kahan's correction).</summary>
    public static double Log1P(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    /// <summary>ln Γ(x+1) − (x+½) ln x + x − ½ ln 2π, for x &gt; 0: the asymptotic series, reached by recurrence from below.</summary>
    private static double StirlingError(double x)
    {
        double shift = 0;
        for (; x < 16; x++) shift += (x + 0.5) * Log1P(1 / x) - 1;
        var square = 1 / (x * x);
        return shift + (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188)))) / x;
    }

    /// <summary>x ln(x/m) + m − x, by its series where x and m are close.</summary>
    private static double Deviance(double x, double m)
    {
        if (Math.Abs(x - m) >= 0.1 * (x + m)) return x * Math.Log(x / m) + m - x;
        var v = (x - m) / (x + m);
        var sum = (x - m) * v;
        var term = 2 * x * v;
        for (var j = 3; ; j += 2)
        {
            term *= v * v;
            var next = sum + term / j;
            if (next == sum) return sum;
            sum = next;
        }
    }
}
