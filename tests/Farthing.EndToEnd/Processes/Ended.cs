namespace Farthing.EndToEnd.Processes;

/// <summary>What a finished process left.</summary>
/// <param name="ExitCode">128 and the signal's number when a signal ended it.</param>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    /// <summary>Fails with everything the process said when the exit code is another.</summary>
    public Ended With(int exitCode)
    {
        if (ExitCode != exitCode) throw new InvalidOperationException($"exit code {ExitCode}, not {exitCode}\n--- standard output\n{Output}\n--- standard error\n{Error}");
        return this;
    }
}
