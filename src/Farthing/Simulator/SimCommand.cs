using System.CommandLine;

namespace Farthing.Simulator;

internal static class SimCommand
{
    public static Command Create() => new("sim", "Not built yet.");
}
