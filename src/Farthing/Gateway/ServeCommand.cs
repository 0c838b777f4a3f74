using System.CommandLine;

namespace Farthing.Gateway;

internal static class ServeCommand
{
    public static Command Create() => new("serve", "Not built yet.");
}
