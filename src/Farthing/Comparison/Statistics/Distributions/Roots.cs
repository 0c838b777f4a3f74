namespace Farthing.Comparison.Statistics.Distributions;

/// <summary>Root finding for functions that change sign once.</summary>
internal static class Roots
{
    /// <summary>
    /// Halves [low, high] until no double lies between the ends. f(low) and f(high) have opposite signs, or the end where f is 0 is the answer.
    /// Infinite values are welcome: only signs are read.
    /// </summary>
    public static double Bisect(Func<double, double> f, double low, double high)
    {
        var lowSign = Math.Sign(f(low));
        if (lowSign == 0) return low;
        if (Math.Sign(f(high)) is var highSign && (highSign == 0 || highSign == lowSign)) return high;
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle == low || middle == high) return middle;
            if (Math.Sign(f(middle)) == lowSign) low = middle;
            else high = middle;
        }
    }
}
