using Farthing.Catalogue;

namespace Farthing.Costing.Advice;

/// <summary>All that <c>farthing advise</c> says.</summary>
/// <param name="Candidates">For one developer.</param>
internal sealed record AdviceReport(
    PriceBook Book, DateOnly On, string Ecosystem, IReadOnlyList<Need> Needs, Workload Work,
    IReadOnlyList<Candidate> Candidates, IReadOnlyList<Recommendation> Recommendations, IReadOnlyList<Claim> Claims)
{
    public static IReadOnlyDictionary<string, string?> Ecosystems { get; } = new Dictionary<string, string?> { ["claude"] = "anthropic", ["openai"] = "openai", ["mixed"] = null };

    /// <summary>Whether every size of team can be advised something.</summary>
    public bool HasAdvice => Recommendations.All(r => r.Take is not null);

    /// <param name="models">Null takes the article's two, their successors, and what the needs ask for besides.</param>
    public static AdviceReport Of(
        PriceBook book, DateOnly on, string ecosystem, IReadOnlyList<Need> needs, Workload work, IReadOnlyList<Choice>? models, IReadOnlyList<TeamSize> sizes, decimal? migrationCost)
    {
        var candidates = (models ?? Usual(book, on, needs)).Select(c => Candidate.Of(c, work, needs, on)).ToList();
        return new AdviceReport(
            book, on, ecosystem, needs, work, candidates,
            [.. sizes.Select(size => Recommendation.Of(size, candidates, work, Ecosystems[ecosystem], needs, migrationCost, on))],
            [.. PriceClaims.Of(book, on, work), .. ModelClaims.Of(book.Catalogue, on)]);
    }

    /// <summary>Needs that the usual models do not meet bring in the ones that do.</summary>
    private static IReadOnlyList<Choice> Usual(PriceBook book, DateOnly on, IReadOnlyList<Need> needs)
    {
        var usual = Choice.Usual(book, on);
        var unmet = needs.Where(n => n.Name is "finetune" or "local" or "completion").ToList();
        var more = unmet.Count == 0 ? [] : book.Catalogue.Models.Where(m => !m.IsRetired(on) && unmet.Exists(n => n.Has(m) == true)).Select(m => Choice.One(m.Id, book, on, ""));
        return [.. usual, .. more.Where(m => m.Price.Kind != PriceKind.Unknown && usual.All(u => u.Model != m.Model))];
    }
}
