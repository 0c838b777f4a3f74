using System.CommandLine;
using System.CommandLine.Invocation;

namespace Farthing.Cli;

/// <summary>Runs a command line with the exit codes of every command: 0 done, 1 the answer is no, 2 wrong use, 3 failed.</summary>
internal static class CommandLine
{
    /// <summary>The library ends with 1 where the line cannot be read and where a command throws; that code means something else here.</summary>
    public static async Task<int> RunAsync(Command root, string[] args, InvocationConfiguration? configuration = null)
    {
        var line = root.Parse(args);
        // Ctrl-C first lets what is paid for be written down; the default would end the program after two seconds.
        configuration ??= new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
        configuration.EnableDefaultExceptionHandler = false;
        try
        {
            if (line.Action is not ParseErrorAction wrong) return await line.InvokeAsync(configuration);
            wrong.ShowHelp = false;
            await line.InvokeAsync(configuration);
            return 2;
        }
        catch (Exception e)
        {
            // No command expects it, so the whole of it is shown: it is what a report of the fault needs.
            await configuration.Error.WriteLineAsync($"farthing: failed: {e}");
            return 3;
        }
    }
}
