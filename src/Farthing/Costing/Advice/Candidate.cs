using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;

namespace Farthing.Costing.Advice;

/// <summary>A model that could do the work of one developer, with what it would cost a month. Null costs are not known.</summary>
/// <param name="Factor">Its tokens for each of o200k_base.</param>
/// <param name="Cached">With the shared part written and read as the workload says.</param>
/// <param name="Out">Why it is no choice; null where it is one.</param>
/// <param name="Unsure">Needs of which the catalogue does not know whether it meets them.</param>
internal sealed record Candidate(
    Choice Choice, double Factor, CallShape Call, decimal? Plain, decimal? Cached, decimal? Batched, decimal? Both, string? Out, IReadOnlyList<string> Unsure)
{
    public string Name => Choice.Asked;

    public string Provider => Choice.Model.Provider;

    /// <summary>What it costs where answers are waited for: cached, unless that is dearer or not known.</summary>
    public decimal? Interactive => Cached is { } cached && Plain is { } plain ? Math.Min(cached, plain) : Plain;

    public static Candidate Of(Choice choice, Workload work, IReadOnlyList<Need> needs, DateOnly on)
    {
        var factor = TokenRules.Of(choice.Asked, choice.Model).Factor;
        var call = work.Shape(factor);
        var lacks = needs.Where(n => n.Has(choice.Model) == false).Select(n => n.Name).ToList();
        return new Candidate(
            choice, factor, call,
            Month(CacheUse.None, CacheUse.None, ServiceMode.Standard), Month(CacheUse.Read, CacheUse.Write, ServiceMode.Standard),
            Month(CacheUse.None, CacheUse.None, ServiceMode.Batch), Month(CacheUse.Read, CacheUse.Write, ServiceMode.Batch),
            choice.Model.IsRetired(on) || Retirement.IsSoon(choice.Model, on) ? Retirement.Describe(choice.Model, on)
                : choice.Price.Kind == PriceKind.Unknown ? "no price on that day"
                : lacks.Count > 0 ? $"no {string.Join(", no ", lacks)}"
                : null,
            [.. needs.Where(n => n.Has(choice.Model) is null).Select(n => n.Name)]);

        decimal? Month(CacheUse mostly, CacheUse else_, ServiceMode mode) =>
            (CallCost.Of(call, choice, mostly, mode)?.Dollars * work.HitShare + CallCost.Of(call, choice, else_, mode)?.Dollars * (1 - work.HitShare)) * work.RequestsPerMonth;
    }
}
