using Farthing.Storage;

namespace Farthing.Ledger.Commands;

/// <summary>
/// Adds rows up by group. The sums of all groups lie in one array: sessions come by the hundred thousand, and as so many objects they
/// would cost the garbage collector as much as it takes to read them.
/// </summary>
internal sealed class SpendSums
{
    /// <summary>What is added up, in the order of <see cref="SpendRow"/>.</summary>
    public const string Columns = "calls, attempts, estimated, unpriced, input, cache_read, cache_write_5m + cache_write_1h, output, cost_nanos, charged_nanos - cost_nanos";

    private const int Width = 10;

    private static readonly Comparer<SpendRow> s_byName = Comparer<SpendRow>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key));

    private readonly Dictionary<string, int> _places = [];
    private long[] _sums = new long[64 * Width];

    /// <param name="first">Where the <see cref="Columns"/> begin in the row at hand.</param>
    /// <exception cref="OverflowException">A sum is beyond 64 bits.</exception>
    public void Add(string key, Statement row, int first)
    {
        if (!_places.TryGetValue(key, out var place))
        {
            _places[key] = place = _places.Count * Width;
            if (place == _sums.Length) Array.Resize(ref _sums, 2 * place);
        }

        var sums = _sums.AsSpan(place, Width);
        for (var i = 0; i < Width; i++) sums[i] = checked(sums[i] + row.LongAt(first + i));
    }

    /// <summary>A row for each group, the dearest first, those of one cost by name.</summary>
    public SpendRow[] Rows()
    {
        var rows = new SpendRow[_places.Count];
        var costs = new long[rows.Length];
        var next = 0;
        foreach (var (key, place) in _places)
        {
            rows[next] = new SpendRow(key, _sums.AsMemory(place, Width));
            costs[next] = -rows[next].Cost.Nanos;
            next++;
        }

        Array.Sort(costs, rows); // by numbers alone: to compare names too would take as long as to read them
        for (int from = 0, to; from < rows.Length; from = to)
        {
            for (to = from + 1; to < rows.Length && costs[to] == costs[from];) to++;
            if (to - from > 1) Array.Sort(rows, from, to - from, s_byName);
        }

        return rows;
    }

    /// <summary>What all groups add up to.</summary>
    public static SpendRow All(IEnumerable<SpendRow> rows)
    {
        var all = new long[Width];
        foreach (var row in rows)
        {
            var sums = row.Sums;
            for (var i = 0; i < Width; i++) all[i] = checked(all[i] + sums[i]);
        }

        return new SpendRow("", all);
    }
}
