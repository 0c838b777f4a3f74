namespace Farthing.Ledger.Audit.Reports;

/// <summary>The buckets of a report as they are read, each once.</summary>
internal sealed class BucketList
{
    private readonly SortedDictionary<DateTimeOffset, Bucket> _buckets = [];

    public IReadOnlyList<Bucket> All => [.. _buckets.Values];

    /// <param name="place">Where it stands in the file.</param>
    /// <param name="again">Whether a bucket may come again, a row each time, as in CSV.</param>
    /// <exception cref="FormatException">It ends before it begins, or one like it, or one that overlaps it, has come before.</exception>
    public Bucket Add(DateTimeOffset from, DateTimeOffset to, string place, bool again = false)
    {
        var bucket = new Bucket(from, to);
        if (to <= from) throw new FormatException($"{place}: the bucket of {from:yyyy-MM-dd HH:mm} ends before it begins");
        if (_buckets.TryGetValue(from, out var same) && same == bucket && again) return bucket;
        if (!_buckets.TryAdd(from, bucket))
            throw new FormatException($"{place}: the bucket of {from:yyyy-MM-dd HH:mm} comes a second time, which would count it twice; leave each page in the file once");
        return bucket;
    }

    /// <exception cref="FormatException">Two overlap: what lies in both would count twice.</exception>
    public IReadOnlyList<Bucket> Checked()
    {
        var all = All;
        for (var i = 1; i < all.Count; i++)
        {
            if (all[i].From < all[i - 1].To)
                throw new FormatException($"the buckets of {all[i - 1].From:yyyy-MM-dd HH:mm} and {all[i].From:yyyy-MM-dd HH:mm} overlap; give exports of one bucket width");
        }

        return all;
    }
}
