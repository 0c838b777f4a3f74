using System.CommandLine;

namespace Farthing.Catalogue;

internal static class ModelsCommand
{
    public static Command Create() => new("models", "Not built yet.");
}
