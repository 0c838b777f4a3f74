namespace Farthing.Grading.Sandboxing;

/// <summary>What to run in the sandbox. Paths are the machine's own: what is bound is seen at the same place inside.</summary>
/// <param name="Arguments">The program, by its full path, and its arguments.</param>
/// <param name="Folders">Folders bound read-only besides the system's.</param>
/// <param name="Environment">The whole environment, besides PATH, HOME and LANG.</param>
internal sealed record SandboxCommand(
    IReadOnlyList<string> Arguments, IReadOnlyList<string> Folders, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Whether there is a /tmp to write in.</summary>
    public bool Writable { get; init; } = true;

    /// <summary>Whether stderr is read together with stdout, or thrown away.</summary>
    public bool KeepErrors { get; init; } = true;
}

/// <summary>How a run ended.</summary>
/// <param name="ExitCode">As the shell counts: 128 + n when ended by signal n.</param>
/// <param name="Output">stdout and stderr as they came, up to the limit.</param>
internal sealed record SandboxRun(int ExitCode, string Output, Ending Ending, TimeSpan Elapsed);

/// <summary>Who ended a run.</summary>
internal enum Ending
{
    /// <summary>Itself, well or badly: see the exit code.</summary>
    Itself,
    WallLimit,
    CpuLimit,
    MemoryLimit,
    OutputLimit,
}
