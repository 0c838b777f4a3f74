namespace Farthing.Comparison.Statistics;

/// <summary>
/// Method 10 of Newcombe 1998, Statistics in Medicine 17, 2635–2650: two Wilson intervals put together with the arms' correlation.
/// A cross-check on <see cref="Tango"/> by another road.
/// </summary>
internal static class Newcombe
{
    /// <param name="corrected">Whether a positive correlation is corrected for continuity, as method 10 is defined.</param>
    public static Interval Interval(PairedTable table, double confidence, bool corrected = true)
    {
        double n = table.Total, passA = (table.Both + table.OnlyA) / n, passB = (table.Both + table.OnlyB) / n;
        var a = Wilson.Interval(table.Both + table.OnlyA, table.Total, confidence);
        var b = Wilson.Interval(table.Both + table.OnlyB, table.Total, confidence);
        var phi = Phi(table, corrected);
        var d = table.Difference;
        return new Interval(
            d - Combined(passA - a.Lower, b.Upper - passB, phi),
            d + Combined(a.Upper - passA, passB - b.Lower, phi)).Clamped();
    }

    private static double Combined(double x, double y, double phi) => Math.Sqrt(Math.Max(0, x * x - 2 * phi * x * y + y * y));

    private static double Phi(PairedTable t, bool corrected)
    {
        double both = t.Both, onlyA = t.OnlyA, onlyB = t.OnlyB, neither = t.Neither;
        var margins = (both + onlyA) * (onlyB + neither) * (both + onlyB) * (onlyA + neither);
        if (margins == 0) return 0;
        var product = both * neither - onlyA * onlyB;
        if (corrected && product > 0) product = Math.Max(0, product - t.Total / 2.0);
        return product / Math.Sqrt(margins);
    }
}
