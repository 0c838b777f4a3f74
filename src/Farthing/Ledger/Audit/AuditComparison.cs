using Farthing.Catalogue;
using Farthing.Ledger.Audit.Reports;

namespace Farthing.Ledger.Audit;

/// <summary>A vendor's report beside the ledger, figure by figure. Pure.</summary>
/// <param name="Figures">How many were compared.</param>
/// <param name="Simulated">Simulated calls in that time, which are left out.</param>
internal sealed record AuditResult(VendorReport Report, IReadOnlyList<string> Providers, int Figures, long Simulated, IReadOnlyList<Difference> Differences);

/// <summary>A figure that differs.</summary>
/// <param name="Model">By its id in the catalogue where that knows it; null where the figure is of all models, or of none.</param>
/// <param name="Part">Of <see cref="AuditPart"/>, or the vendor's word.</param>
/// <param name="Ours">Tokens, requests or US dollars.</param>
/// <param name="Reasons">The probable ones, as far as ledger and report tell; never none.</param>
internal sealed record Difference(Bucket Bucket, string? Model, string Part, decimal Ours, decimal Theirs, IReadOnlyList<string> Reasons)
{
    /// <summary>What the vendor counts more; negative where it counts less.</summary>
    public decimal More => Theirs - Ours;
}

internal static class AuditComparison
{
    /// <param name="ledger">The ledger's sums of a bucket, by model as the ledger names it.</param>
    public static AuditResult Of(
        VendorReport report, IReadOnlyList<string> providers, Func<Bucket, IReadOnlyList<(string Model, LedgerSums Sums)>> ledger, ModelCatalogue catalogue, DateTimeOffset now)
    {
        var (figures, simulated, differences) = (0, 0L, new List<Difference>());
        var lines = report.Lines.ToLookup(l => l.Bucket);
        foreach (var bucket in report.Buckets)
        {
            var ours = ledger(bucket).GroupBy(m => report.NamesModels ? Named(m.Model) : "").ToDictionary(g => g.Key, g => g.Select(m => m.Sums).Aggregate((a, b) => a + b));
            var theirs = lines[bucket].GroupBy(l => l.Model is { } model ? Named(model) : "").ToDictionary(g => g.Key, g => g.ToList());
            simulated += ours.Values.Sum(o => o.Simulated);
            foreach (var model in ours.Keys.Union(theirs.Keys).Order(StringComparer.Ordinal))
            {
                var own = ours.GetValueOrDefault(model, LedgerSums.None);
                var rows = theirs.GetValueOrDefault(model, []);
                if (own.Calls == 0 && own.Tokens.Values.All(t => t == 0) && own.Cost == 0 && rows.Count == 0) continue;
                var twin = Twin(model, ours, theirs);
                foreach (var part in Parts(model, rows))
                {
                    figures++;
                    var of = rows.Where(r => r.Part == part || (part == AuditPart.Cost && model.Length > 0)).ToList();
                    var (mine, their) = (own.Figure(part, report), of.Sum(r => r.Amount));
                    var more = their - mine;
                    if ((report.IsCost ? decimal.Round(more, 9) : more) == 0 || Math.Abs(more) <= of.Sum(r => r.Rounding)) continue;
                    var ofParts = part == AuditPart.Cost ? differences.Where(d => d.Bucket == bucket && d.Model == model).SelectMany(d => d.Reasons) : [];
                    differences.Add(new Difference(bucket, model.Length == 0 ? null : model, part, mine, their, Reasons.Of(new Figure(report, bucket, part, own, of, mine, their, twin, now), ofParts)));
                }
            }
        }

        return new AuditResult(report, providers, figures, simulated, differences);

        // What is no model's has one figure for each of the vendor's words for it.
        IEnumerable<string> Parts(string model, List<VendorLine> rows) => model.Length > 0 || !report.NamesModels ? report.Parts.Union(rows.Select(r => r.Part)) : rows.Select(r => r.Part).Distinct();

        string Named(string model) => catalogue.Find(model)?.Id ?? model;
    }

    /// <summary>The name under which only the other side has the model, where the two differ but for a date: the catalogue does not know that they are one.</summary>
    private static string? Twin(string model, Dictionary<string, LedgerSums> ours, Dictionary<string, List<VendorLine>> theirs)
    {
        IEnumerable<string> others = HasCalls(model) && !theirs.ContainsKey(model) ? theirs.Keys.Where(t => !HasCalls(t))
            : theirs.ContainsKey(model) && !HasCalls(model) ? ours.Keys.Where(o => HasCalls(o) && !theirs.ContainsKey(o))
            : [];
        return others.FirstOrDefault(other => other != model && ModelNames.Undated(other) == ModelNames.Undated(model));

        bool HasCalls(string name) => ours.TryGetValue(name, out var sums) && sums.Calls > 0;
    }
}
