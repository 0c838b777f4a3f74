using System.CommandLine;

namespace Farthing.Catalogue;

internal static class CostCommand
{
    public static Command Create() => new("cost", "Not built yet.");
}
