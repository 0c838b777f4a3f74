namespace Farthing.Grading;

/// <summary>How samples are run. The defaults are those of the comparison's published numbers.</summary>
internal sealed record GraderOptions
{
    /// <summary>Samples run at once.</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>Least wall time limit of a sample; a slow reference solution raises it to five times its own time.</summary>
    public TimeSpan WallLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Memory limit of a sample, in bytes.</summary>
    public long MemoryBytes { get; init; } = 512L << 20;
}
