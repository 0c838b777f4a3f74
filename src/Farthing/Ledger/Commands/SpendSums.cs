using Farthing.Storage;

namespace Farthing.Ledger.Commands;

/// <summary>Adds rows up by group.</summary>
internal sealed class SpendSums
{
    /// <summary>What is added up, in the order of <see cref="SpendRow"/>.</summary>
    public const string Columns = "calls, attempts, estimated, unpriced, input, cache_read, cache_write_5m + cache_write_1h, output, cost_nanos, charged_nanos - cost_nanos";

    private const int Width = 10;

    /// <summary>Groups whose sums lie in one array: a new array for more of them leaves those of the others where they are.</summary>
    private const int Together = 4096;

    private readonly SpendGroups _groups = new();
    private readonly List<long[]> _sums = [];

    /// <param name="name">The group's, in UTF-8.</param>
    /// <param name="first">Where the <see cref="Columns"/> begin in the row at hand.</param>
    /// <exception cref="OverflowException">A sum is beyond 64 bits.</exception>
    public void Add(ReadOnlySpan<byte> name, Statement row, int first)
    {
        var group = _groups.Of(name);
        if (group == _sums.Count * Together) _sums.Add(new long[Together * Width]);
        var sums = Of(group).Span;
        for (var i = 0; i < Width; i++) sums[i] = checked(sums[i] + row.LongAt(first + i));
    }

    /// <summary>A row for each group, the dearest first, those of one cost by name.</summary>
    public SpendRow[] Rows()
    {
        var (costs, order) = (new long[_groups.Count], new int[_groups.Count]);
        for (var group = 0; group < order.Length; group++) (costs[group], order[group]) = (-Row(group).Cost.Nanos, group);
        Array.Sort(costs, order); // by numbers alone: to compare names too would take as long as to read them
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && costs[to] == costs[from];) to++;
            if (to - from > 1) order.AsSpan(from, to - from).Sort((a, b) => _groups.Name(a).Span.SequenceCompareTo(_groups.Name(b).Span));
        }

        return Array.ConvertAll(order, Row);
    }

    private SpendRow Row(int group) => new(_groups.Name(group), Of(group));

    private Memory<long> Of(int group) => _sums[group / Together].AsMemory(group % Together * Width, Width);

    /// <summary>What all groups add up to.</summary>
    public static SpendRow All(IEnumerable<SpendRow> rows)
    {
        var all = new long[Width];
        foreach (var row in rows)
        {
            var sums = row.Sums;
            for (var i = 0; i < Width; i++) all[i] = checked(all[i] + sums[i]);
        }

        return new SpendRow(default, all);
    }
}
