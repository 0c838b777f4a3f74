namespace Farthing.Comparison.Statistics;

/// <summary>How many tasks both arms passed, only one of them, and neither.</summary>
internal sealed record PairedTable
{
    /// <summary>The most tasks a table may hold; every count up to here is exact in the arithmetic that follows.</summary>
    public const long MostTasks = 1_000_000_000_000;

    /// <exception cref="ArgumentOutOfRangeException">A count is negative or above <see cref="MostTasks"/>, or the total is 0 or above it.</exception>
    public PairedTable(long both, long onlyA, long onlyB, long neither)
    {
        Both = Count(both, nameof(both));
        OnlyA = Count(onlyA, nameof(onlyA));
        OnlyB = Count(onlyB, nameof(onlyB));
        Neither = Count(neither, nameof(neither));
        if (Total is 0 or > MostTasks)
            throw new ArgumentOutOfRangeException(nameof(both), Total, $"The four counts must add up to 1 to {MostTasks} tasks.");
    }

    public long Both { get; }

    public long OnlyA { get; }

    public long OnlyB { get; }

    public long Neither { get; }

    public long Total => Both + OnlyA + OnlyB + Neither;

    public long Discordant => OnlyA + OnlyB;

    /// <summary>Pass rate of A minus pass rate of B.</summary>
    public double Difference => (double)(OnlyA - OnlyB) / Total;

    /// <summary>The share of tasks that only one arm passed.</summary>
    public double Discordance => (double)Discordant / Total;

    /// <summary>The same tasks with the arms' names exchanged.</summary>
    public PairedTable Swapped() => new(Both, OnlyB, OnlyA, Neither);

    private static long Count(long value, string name) => value is >= 0 and <= MostTasks
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"A count is 0 to {MostTasks} tasks.");
}
