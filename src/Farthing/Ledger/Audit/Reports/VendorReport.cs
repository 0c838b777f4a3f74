namespace Farthing.Ledger.Audit.Reports;

/// <summary>What a vendor's export says of an account's use.</summary>
/// <param name="Form">As people name it: <c>Anthropic usage report</c>.</param>
/// <param name="Vendor">What its provider is called in farthing.yaml, unless somebody says otherwise.</param>
/// <param name="IsCost">Whether it counts US dollars, not tokens.</param>
/// <param name="Buckets">The times that it covers, each once, in their order; also those in which nothing was used.</param>
/// <param name="Parts">What it counts of a model; ours is compared part by part, also where a bucket has no line.</param>
/// <param name="Notes">What a reader of the comparison must know of the file.</param>
internal sealed record VendorReport(
    string Form, string Vendor, bool IsCost, IReadOnlyList<Bucket> Buckets, IReadOnlyList<string> Parts, IReadOnlyList<VendorLine> Lines, IReadOnlyList<string> Notes)
{
    /// <summary>Whether the vendor counts what is written to a cache as input, because it has no count of its own.</summary>
    public bool WritesAreInput { get; init; }

    /// <summary>False where the export was made without a grouping by model, so that only sums over all can be compared.</summary>
    public bool NamesModels => Lines.Count == 0 || Lines.Any(l => l.Model is not null);
}

/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
internal readonly record struct Bucket(DateTimeOffset From, DateTimeOffset To);

/// <summary>One figure of a report. Several of one bucket, model and part add up: they differ in key, workspace or the like.</summary>
/// <param name="Model">Null where it is told of none.</param>
/// <param name="Part">Of <see cref="AuditPart"/>, or the vendor's word for what is no token.</param>
/// <param name="Amount">Tokens or requests; in a cost report US dollars, as exactly as the vendor gives them.</param>
/// <param name="Service">How it was served: <c>batch</c>, <c>priority</c>, <c>evals</c>; null for the usual way.</param>
/// <param name="Rounding">By how much the vendor may have rounded it.</param>
internal sealed record VendorLine(Bucket Bucket, string? Model, string Part, decimal Amount, string? Service = null, decimal Rounding = 0);

/// <summary>The parts that both sides count.</summary>
internal static class AuditPart
{
    public const string Input = "input", CacheRead = "cache_read", CacheWrite5m = "cache_write_5m", CacheWrite1h = "cache_write_1h", Output = "output",
        Requests = "requests", Cost = "cost";

    /// <summary>Tokens, or what they cost.</summary>
    public static IReadOnlyList<string> Tokens { get; } = [Input, CacheRead, CacheWrite5m, CacheWrite1h, Output];
}
