using System.CommandLine;

namespace Farthing.Comparison;

internal static class CompareCommand
{
    public static Command Create() => new("compare", "Not built yet.");
}
