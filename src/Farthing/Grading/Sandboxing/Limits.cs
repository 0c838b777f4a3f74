namespace Farthing.Grading.Sandboxing;

/// <summary>What one sandboxed process may use.</summary>
/// <param name="Wall">Wall time until it is killed. The CPU limit is the same number of seconds, rounded up.</param>
internal sealed record Limits(TimeSpan Wall)
{
    /// <summary>Bytes of private memory: a cgroup's where there is one, and always RLIMIT_DATA for each process.</summary>
    public long MemoryBytes { get; init; } = 512L << 20;

    /// <summary>Processes and threads at once.</summary>
    public int Processes { get; init; } = 64;

    /// <summary>Bytes of its own /tmp, and of any one file.</summary>
    public long FileBytes { get; init; } = 64L << 20;

    public int OpenFiles { get; init; } = 256;

    /// <summary>Bytes of stdout and stderr together; one more and it is killed.</summary>
    public int OutputBytes { get; init; } = 1 << 20;
}
