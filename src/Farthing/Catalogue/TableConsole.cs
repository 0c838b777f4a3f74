using Spectre.Console;

namespace Farthing.Catalogue;

/// <summary>Where commands write their tables.</summary>
internal static class TableConsole
{
    /// <param name="pipeWidth">Characters of a line in a pipe or a file: wide enough that no cell of the table wraps there.</param>
    public static IAnsiConsole To(TextWriter output, int pipeWidth)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected) console.Profile.Width = pipeWidth;
        return console;
    }
}
