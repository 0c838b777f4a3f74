using System.Globalization;
using Farthing.Catalogue;
using Farthing.Ledger.Audit.Reports;

namespace Farthing.Ledger.Audit;

/// <summary>One figure of both sides.</summary>
/// <param name="Own">All that the ledger has of the model in the bucket.</param>
/// <param name="Lines">The vendor's lines that make up its figure.</param>
/// <param name="Twin">Another name under which only the other side has the model.</param>
internal sealed record Figure(VendorReport Report, Bucket Bucket, string Part, LedgerSums Own, IReadOnlyList<VendorLine> Lines, decimal Ours, decimal Theirs, string? Twin, DateTimeOffset Now)
{
    public bool IsMoney => Report.IsCost;

    public string Shown(decimal amount) => IsMoney ? Amount.Exact(amount) : amount.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>Why a figure of the vendor's may differ from the ledger's, in sentences. Pure.</summary>
internal static class Reasons
{
    /// <param name="ofParts">Where the figure is a sum: what was said of its parts that differ.</param>
    public static IReadOnlyList<string> Of(Figure figure, IEnumerable<string> ofParts)
    {
        var reasons = ofParts.Union(Told(figure)).ToList();
        if (reasons.Count == 0)
        {
            reasons.Add(Rate(figure) ?? (figure.Theirs > figure.Ours
                ? "The vendor counts more than went through Farthing, and nothing in the ledger tells why: probably calls from elsewhere on the same account."
                : "The vendor counts less, and nothing in the ledger tells why: the export may be filtered (by key, workspace or project)."));
        }

        if (figure.Own.Simulated is > 0 and var simulated) reasons.Add($"{Amount.Calls(simulated)} of this model {(simulated == 1 ? "was" : "were")} simulated and {(simulated == 1 ? "is" : "are")} not in ours: the vendor never saw {(simulated == 1 ? "it" : "them")}.");
        return [.. reasons.Distinct()];
    }

    private static IEnumerable<string> Told(Figure f)
    {
        var own = f.Own;
        if (f.Bucket.To > f.Now) yield return "The bucket is not over yet.";
        if (f.Twin is { } twin) yield return $"{(own.Calls > 0 ? "The vendor" : "The ledger")} has the model as {twin}: the names differ by a date or an alias, and the catalogue does not know them as one model.";
        foreach (var service in f.Lines.Where(l => l.Service is not null && l.Amount != 0).GroupBy(l => l.Service!))
        {
            var amount = f.Shown(service.Sum(l => l.Amount));
            if (service.Key == "batch") yield return $"{amount} of theirs ran in batches, which do not go through Farthing.";
            else if (service.Key is not ("priority" or "flex" or "priority_on_demand" or "flex_discount")) yield return $"{amount} of theirs is '{service.Key}', which does not go through Farthing.";
            else if (f.IsMoney) yield return $"{amount} of theirs was served as '{service.Key}', at rates of its own.";
        }

        if (own.Calls == 0 && f.Twin is null && f.Lines.Any(l => l.Service is not "batch" && l.Amount != 0))
        {
            yield return f.Lines.All(l => l.Model is null) && f.Report.NamesModels
                ? "It is told of no model, so nothing of the ledger's can be set beside it; Farthing counts tokens of models alone."
                : "No such call went through Farthing in that time: the account is used elsewhere, too.";
        }

        foreach (var reason in Ledger(f)) yield return reason;
        if (own.Calls > 0 && f.Theirs == 0 && f.Lines.Count == 0 && f.Twin is null) yield return "The export has nothing of this model in that time: it is filtered (by key, workspace or project), or not complete yet.";
    }

    /// <summary>What the ledger itself is not sure of.</summary>
    private static IEnumerable<string> Ledger(Figure f)
    {
        var own = f.Own;
        if (own.Estimated > 0 && f.Part != AuditPart.Requests)
            yield return $"{own.Estimated} of our {Amount.Calls(own.Calls)} {(own.Estimated == 1 ? "is" : "are")} estimated: the provider did not report what {(own.Estimated == 1 ? "it" : "they")} used.";
        if (own.Unknown > 0)
        {
            yield return f.IsMoney && f.Part == AuditPart.Cost ? $"{Amount.Calls(own.Unknown)} {(own.Unknown == 1 ? "was" : "were")} cut off by a crash and charged at the most that {(own.Unknown == 1 ? "it" : "they")} could cost, {Amount.Exact(own.UnknownCost)} in all."
                : f.Part == AuditPart.Requests ? $"{Amount.Calls(own.Unknown)} {(own.Unknown == 1 ? "was" : "were")} cut off by a crash: whether the vendor served {(own.Unknown == 1 ? "it" : "them")} is not known."
                : $"{Amount.Calls(own.Unknown)} {(own.Unknown == 1 ? "was" : "were")} cut off by a crash: what {(own.Unknown == 1 ? "it" : "they")} used is not known.";
        }

        if (f.IsMoney && own.Unpriced > 0) yield return $"{Amount.Calls(own.Unpriced)} {(own.Unpriced == 1 ? "has" : "have")} no known price and {(own.Unpriced == 1 ? "is" : "are")} not in our cost.";
        if (f.IsMoney && f.Part != AuditPart.Cost && own.Unsplit != 0) yield return $"{Amount.Exact(own.Unsplit)} of our cost is not told by part.";
        if (f.Part == AuditPart.Requests && own.Retries > 0) yield return $"{own.Retries} of our tries failed and {(own.Retries == 1 ? "was" : "were")} repeated; the ledger counts a call once.";
        if (own.Late > 0) yield return $"{Amount.Calls(own.Late)} began in this bucket and ended after it: the vendor may count {(own.Late == 1 ? "it" : "them")} in a later one.";
        if (own.Early > 0) yield return $"{Amount.Calls(own.Early)} began before this bucket and ended in it: the vendor may count {(own.Early == 1 ? "it" : "them")} here.";
    }

    /// <summary>A rate with few digits that makes our tokens their amount is hardly chance.</summary>
    private static string? Rate(Figure f)
    {
        if (!f.IsMoney || f.Own.Rates.Count != 1 || f.Own.Tokens.GetValueOrDefault(f.Part) is not (> 0 and var tokens)) return null;
        var rate = f.Theirs * 1_000_000 / tokens;
        var used = LedgerSums.Of(f.Own.Rates.Single())[AuditPart.Tokens.ToList().IndexOf(f.Part)];
        return rate > 0 && rate == decimal.Round(rate, 4) && used is { } ours
            ? $"Theirs is what our tokens cost at {Amount.Exact(rate)} per million; the ledger used {Amount.Exact(ours)}: the price differs."
            : null;
    }
}
