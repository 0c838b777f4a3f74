using System.CommandLine;

namespace Farthing.Comparison;

internal static class StatsCommand
{
    public static Command Create() => new("stats", "Not built yet.");
}
