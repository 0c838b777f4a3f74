using Farthing.Comparison.Statistics;

namespace Farthing.Comparison;

/// <summary>The judgement over two arms.</summary>
internal enum Verdict
{
    /// <summary>Equivalence within the margin is shown, and no difference is.</summary>
    Equivalent,

    /// <summary>A difference is shown, and that it is smaller than the margin.</summary>
    DifferentWithinMargin,

    /// <summary>A passes more; the difference may exceed the margin.</summary>
    ABetter,

    /// <summary>B passes more; the difference may exceed the margin.</summary>
    BBetter,

    /// <summary>Neither equivalence nor a difference is shown: too few tasks. Never "the same".</summary>
    Inconclusive,
}

internal static class Verdicts
{
    /// <param name="significance">The (1−α) interval: a difference is shown where it excludes 0.</param>
    /// <param name="equivalence">The (1−2α) interval by the same method: TOST passes where it lies inside (−margin, margin).</param>
    public static Verdict Of(Interval significance, Interval equivalence, double margin) =>
        (Equivalent: equivalence.IsWithin(margin), Different: !significance.Contains(0)) switch
        {
            (true, false) => Verdict.Equivalent,
            (true, true) => Verdict.DifferentWithinMargin,
            (false, true) => significance.Lower > 0 ? Verdict.ABetter : Verdict.BBetter,
            (false, false) => Verdict.Inconclusive,
        };

    /// <summary>The word in JSON, SQL and on pages.</summary>
    public static string Name(this Verdict verdict) => verdict switch
    {
        Verdict.Equivalent => "equivalent",
        Verdict.DifferentWithinMargin => "different_within_margin",
        Verdict.ABetter => "a_better",
        Verdict.BBetter => "b_better",
        _ => "inconclusive",
    };
}
