namespace Farthing.Comparison.Statistics.Distributions;

/// <summary>The regularised incomplete beta function.</summary>
internal static class IncompleteBeta
{
    private const int MostTerms = 100_000;

    /// <summary>I_x(a, b).</summary>
    /// <param name="y">1 − x, handed in because the caller knows it without cancellation.</param>
    /// <remarks>DLMF 8.17.22, evaluated by Lentz's method (1976); the power in front through <see cref="SaddlePoint"/>.</remarks>
    public static double Regularised(double a, double b, double x, double y)
    {
        if (x <= 0) return 0;
        if (y <= 0) return 1;
        return x > (a + 1) / (a + b + 2) ? 1 - Fraction(b, a, y, x) : Fraction(a, b, x, y);
    }

    private static double Fraction(double a, double b, double x, double y)
    {
        const double Tiny = 1e-300;
        double c = 1, d = NotZero(1 - (a + b) * x / (a + 1));
        d = 1 / d;
        var value = d;
        for (var m = 1; m < MostTerms; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            var factor = d * c;
            value *= factor;
            if (Math.Abs(factor - 1) < 1e-16) break;
        }

        return SaddlePoint.Mass(a, a + b, x, y) * b / (a + b) * value;

        static double NotZero(double v) => Math.Abs(v) < Tiny ? Tiny : v;
    }
}
