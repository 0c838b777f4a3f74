namespace Farthing.Comparison.Statistics.Distributions;

/// <summary>The regularised incomplete beta function.</summary>
internal static class IncompleteBeta
{
    private const int MostTerms = 100_000;

    /// <summary>I_x(a, b).</summary>
    /// <param name="y">1 − x, handed in because the caller knows it without cancellation.</param>
    public static double Regularised(double a, double b, double x, double y)
    {
        if (x <= 0) return 0;
        if (y <= 0) return 1;
        return x > (a + 1) / (a + b + 2) ? 1 - Fraction(b, a, y, x) : Fraction(a, b, x, y);
    }

    /// <summary>
    /// The continued fraction of DiDonato and Morris 1992 (ACM TOMS 18, 360–373, eq. 9), which does not cancel when a is large and x close to 1,
    /// by Lentz's method (1976). The power in front comes through <see cref="SaddlePoint"/>.
    /// </summary>
    private static double Fraction(double a, double b, double x, double y)
    {
        var lead = x < y ? 1 + a - (a + b) * x : 1 - b + (a + b) * y; // one number, written so that the smaller of x and y bears the rounding
        var first = a / (a + 1) * lead;
        double value = first, c = first, d = 0;
        for (var n = 1; n < MostTerms; n++)
        {
            double twice = a + 2.0 * n, share = x / (twice - 1);
            var numerator = (a + n - 1) * (a + b + n - 1) * n * (b - n) * share * share;
            var denominator = n + n * (b - n) * share + (a + n) / (twice + 1) * (lead + n * (1 + y));
            d = 1 / (denominator + numerator * d);
            c = denominator + numerator / c;
            value *= c * d;
            if (Math.Abs(c * d - 1) < 4e-16) break; // two steps of a double: a stricter end is never met and gathers rounding
        }

        return SaddlePoint.Mass(a, a + b, x, y) * a * b / (a + b) / value;
    }
}
