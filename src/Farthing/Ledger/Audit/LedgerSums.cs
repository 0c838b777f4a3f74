using System.Collections.Immutable;
using Farthing.Catalogue;
using Farthing.Ledger.Audit.Reports;

namespace Farthing.Ledger.Audit;

/// <summary>The ledger's sums over some calls, with what could explain that a vendor counts otherwise.</summary>
internal sealed record LedgerSums
{
    public static LedgerSums None { get; } = new();

    /// <summary>Calls that ended as they should.</summary>
    public long Settled { get; init; }

    /// <summary>Calls that a crash cut off, and that no correction has put right.</summary>
    public long Unknown { get; init; }

    /// <summary>What those with a lease that ran out were charged, corrected since or not.</summary>
    public Usd UnknownCost { get; init; }

    public long Retries { get; init; }

    public long Estimated { get; init; }

    public long Unpriced { get; init; }

    /// <summary>Calls that ended after their bucket.</summary>
    public long Late { get; init; }

    /// <summary>Calls of an earlier bucket that ended in this one.</summary>
    public long Early { get; init; }

    public long Simulated { get; init; }

    /// <summary>Tokens by part.</summary>
    public ImmutableDictionary<string, decimal> Tokens { get; init; } = ImmutableDictionary<string, decimal>.Empty;

    /// <summary>US dollars by part, exactly: tokens times the rates that were used.</summary>
    public ImmutableDictionary<string, decimal> Costs { get; init; } = ImmutableDictionary<string, decimal>.Empty;

    /// <summary>Dollars that no rates tell apart by part: of calls that a crash cut off, and of corrections.</summary>
    public decimal Unsplit { get; init; }

    /// <summary>The rates that were used.</summary>
    public ImmutableHashSet<Rates> Rates { get; init; } = [];

    public long Calls => Settled + Unknown;

    public decimal Cost => Costs.Values.Sum() + Unsplit;

    /// <summary>
    /// The ledger rounds each call to the nano-dollar, a vendor the sum: so the sum is reckoned anew from tokens and rates, where they give what was charged.
    /// </summary>
    /// <param name="tokens">In the order of <see cref="AuditPart.Tokens"/>.</param>
    public static LedgerSums Of(long[] tokens, Rates? rates, Usd charged, long settled)
    {
        var sums = None with { Settled = settled, Tokens = AuditPart.Tokens.Zip(tokens).ToImmutableDictionary(t => t.First, t => (decimal)t.Second) };
        if (rates is null) return sums with { Unsplit = charged.Dollars };
        var costs = AuditPart.Tokens.Zip(tokens, Of(rates)).ToImmutableDictionary(p => p.First, p => p.Second * (p.Third ?? 0) / 1_000_000);
        var isExplained = AuditPart.Tokens.Zip(tokens, Of(rates)).All(p => p.Second == 0 || p.Third is not null) && Math.Abs(costs.Values.Sum() - charged.Dollars) * Usd.NanosPerDollar <= settled * 0.5m;
        return sums with { Rates = [rates], Costs = isExplained ? costs : sums.Costs, Unsplit = isExplained ? 0 : charged.Dollars };
    }

    public static LedgerSums operator +(LedgerSums a, LedgerSums b) => new()
    {
        Settled = a.Settled + b.Settled,
        Unknown = a.Unknown + b.Unknown,
        UnknownCost = a.UnknownCost + b.UnknownCost,
        Retries = a.Retries + b.Retries,
        Estimated = a.Estimated + b.Estimated,
        Unpriced = a.Unpriced + b.Unpriced,
        Late = a.Late + b.Late,
        Early = a.Early + b.Early,
        Simulated = a.Simulated + b.Simulated,
        Tokens = Sum(a.Tokens, b.Tokens),
        Costs = Sum(a.Costs, b.Costs),
        Unsplit = a.Unsplit + b.Unsplit,
        Rates = a.Rates.Union(b.Rates),
    };

    /// <summary>Our figure beside one of the report's.</summary>
    public decimal Figure(string part, VendorReport report) => part switch
    {
        AuditPart.Requests => Calls,
        AuditPart.Cost => Cost,
        _ when report.IsCost => Costs.GetValueOrDefault(part),
        AuditPart.Input when report.WritesAreInput => Tokens.GetValueOrDefault(AuditPart.Input) + Tokens.GetValueOrDefault(AuditPart.CacheWrite5m),
        _ => Tokens.GetValueOrDefault(part),
    };

    /// <summary>The rate of a part, in the order of <see cref="AuditPart.Tokens"/>.</summary>
    public static decimal?[] Of(Rates rates) => [rates.Input, rates.CacheRead, rates.CacheWrite5m, rates.CacheWrite1h, rates.Output];

    private static ImmutableDictionary<string, decimal> Sum(ImmutableDictionary<string, decimal> a, ImmutableDictionary<string, decimal> b) =>
        b.Aggregate(a, (sum, part) => sum.SetItem(part.Key, sum.GetValueOrDefault(part.Key) + part.Value));
}
