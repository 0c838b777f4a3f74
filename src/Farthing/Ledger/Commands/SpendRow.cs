using System.Text;
using Farthing.Catalogue;

namespace Farthing.Ledger.Commands;

/// <summary>The sums of one group.</summary>
/// <param name="key">What <see cref="SpendQuestion.Names"/> makes names of, in UTF-8: of many groups most are never printed.</param>
internal readonly struct SpendRow(ReadOnlyMemory<byte> key, ReadOnlyMemory<long> sums)
{
    public string Key => Encoding.UTF8.GetString(key.Span);

    /// <summary>The <see cref="SpendSums.Columns"/>.</summary>
    public ReadOnlySpan<long> Sums => sums.Span;

    public long Calls => Sums[0];

    /// <summary>Calls made to providers, retries included.</summary>
    public long Attempts => Sums[1];

    /// <summary>Calls whose usage the provider did not report.</summary>
    public long Estimated => Sums[2];

    /// <summary>Calls whose cost is not known; it is not part of <see cref="Cost"/>.</summary>
    public long Unpriced => Sums[3];

    public long Input => Sums[4];

    public long CacheRead => Sums[5];

    public long CacheWrite => Sums[6];

    public long Output => Sums[7];

    public Usd Cost => new(Sums[8]);

    /// <summary>What budgets were charged for calls whose cost is not known: the worst cases that were held.</summary>
    public Usd UnpricedCharged => new(Sums[9]);
}
