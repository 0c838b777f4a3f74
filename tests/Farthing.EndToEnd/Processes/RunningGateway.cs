namespace Farthing.EndToEnd.Processes;

/// <summary><c>farthing serve</c> as a process on a free port.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private RunningGateway(FarthingProcess process, TemporaryFolder home, Uri address, string? key) =>
        (Process, Ledger, Address, Key) = (process, new LedgerFile(home), address, key);

    public FarthingProcess Process { get; }

    public LedgerFile Ledger { get; }

    /// <summary>Without a path and without a slash at its end, as clients are given it.</summary>
    public Uri Address { get; }

    /// <summary>The key that was printed; null when none was.</summary>
    public string? Key { get; }

    public static async Task<RunningGateway> StartAsync(TemporaryFolder home, params IEnumerable<string> arguments)
    {
        var process = FarthingProcess.Start(home, ["serve", "--listen", "127.0.0.1:0", .. arguments]);
        try
        {
            await process.LineAsync("Ctrl-C stops."); // the last line of the greeting
            var listens = await process.LineAsync("Farthing listens on ");
            var key = (await process.LineAsync("  key ")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
            return new RunningGateway(process, home, new Uri(listens["Farthing listens on ".Length..].Trim()), key.StartsWith("sk-farthing-", StringComparison.Ordinal) ? key : null);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as a service's supervisor does.</summary>
    public Task<Ended> StopAsync()
    {
        Process.Signal("TERM");
        return Process.EndAsync();
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
