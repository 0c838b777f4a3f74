using System.CommandLine;
using Microsoft.Data.Sqlite;

namespace Farthing.Storage;

/// <summary>What commands on the data folder share: the option that names it, and how failures end.</summary>
internal static class StoreCommand
{
    public static Option<string?> Data() => new("--data") { Description = "The folder for ledger and keys (FARTHING_HOME; default: ~/.local/share/farthing)", HelpName = "FOLDER" };

    /// <summary>Opens the folder and runs; a running gateway on the same folder goes on.</summary>
    /// <returns>What <paramref name="run"/> returns; 2 after a <see cref="FormatException"/>, which is wrong use; 3 where the folder cannot be used.</returns>
    public static async Task<int> RunAsync(ParseResult parsed, Option<string?> data, Func<Database, WriteQueue, Task<int>> run)
    {
        var error = parsed.InvocationConfiguration.Error;
        var name = $"farthing {string.Join(' ', Path(parsed.CommandResult))}";
        try
        {
            var folder = DataFolder.Open(parsed.GetValue(data), Environment.GetEnvironmentVariable);
            var database = Database.Open(folder.Database);
            await using var writes = new WriteQueue(database);
            return await run(database, writes);
        }
        catch (FormatException e)
        {
            await error.WriteLineAsync($"{name}: {e.Message}");
            return 2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            await error.WriteLineAsync($"{name}: {e.Message}");
            return 3;
        }
    }

    /// <summary>The words of the command, without the program's own.</summary>
    private static IEnumerable<string> Path(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult parent ? Path(parent).Append(command.Command.Name) : [];
}
