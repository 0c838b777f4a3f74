using System.CommandLine;

namespace Farthing.Comparison;

/// <summary><c>farthing stats</c>: the statistics of a comparison without running one.</summary>
internal static class StatsCommand
{
    public static Command Create() => new(
        "stats",
        "Statistics of paired comparisons, from counts you already have.\n\n"
        + "Example:\n  farthing stats paired --both 100 --only-a 12 --only-b 9 --neither 22 --margin 0.05")
    {
        PairedStats.Create(),
        PowerStats.Create(),
        PassAtKStats.Create(),
        WilsonStats.Create(),
    };
}
