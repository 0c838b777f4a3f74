namespace Farthing.Comparison.Statistics;

/// <summary>A closed interval; for differences in shares of 1, so 0.05 is five points.</summary>
internal readonly record struct Interval(double Lower, double Upper)
{
    public double Width => Upper - Lower;

    public bool Contains(double value) => Lower <= value && value <= Upper;

    /// <summary>Whether it lies strictly inside (−margin, margin).</summary>
    public bool IsWithin(double margin) => -margin < Lower && Upper < margin;

    /// <summary>The interval of the negated quantity.</summary>
    public Interval Mirrored() => new(-Upper, -Lower);

    /// <summary>Cut to the range of a difference of shares.</summary>
    public Interval Clamped() => new(Math.Clamp(Lower, -1, 1), Math.Clamp(Upper, -1, 1));
}
