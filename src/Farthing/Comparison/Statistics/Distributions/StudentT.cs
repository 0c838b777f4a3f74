namespace Farthing.Comparison.Statistics.Distributions;

/// <summary>Student's t through the regularised incomplete beta function.</summary>
internal static class StudentT
{
    /// <summary>P(T ≤ t).</summary>
    /// <param name="degrees">Degrees of freedom, above 0, not necessarily whole.</param>
    public static double Cdf(double t, double degrees) => t < 0 ? Upper(-t, degrees) : 1 - Upper(t, degrees);

    /// <summary>The t with P(T ≤ t) = p.</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not inside (0, 1).</exception>
    public static double Quantile(double p, double degrees)
    {
        if (p is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability inside (0, 1) is needed.");
        var tail = Math.Min(p, 1 - p);
        double high = 1;
        while (Upper(high, degrees) > tail) high *= 2;
        var t = Roots.Bisect(x => Upper(x, degrees) - tail, 0, high);
        return p < 0.5 ? -t : t;
    }

    /// <summary>P(T &gt; t) for t ≥ 0.</summary>
    private static double Upper(double t, double degrees)
    {
        if (double.IsPositiveInfinity(t)) return 0;
        var sum = degrees + t * t;
        return 0.5 * IncompleteBeta.Regularised(degrees / 2, 0.5, degrees / sum, t * t / sum);
    }
}
