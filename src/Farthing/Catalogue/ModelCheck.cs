namespace Farthing.Catalogue;

/// <summary>Which models in use are gone or soon will be, and what the move to their successors changes. Pure.</summary>
/// <param name="InUse">Models of the catalogue that are in use.</param>
/// <param name="Unknown">Names in use that the catalogue does not know.</param>
internal sealed record ModelCheck(DateOnly On, int InUse, IReadOnlyList<EndingModel> Ending, IReadOnlyList<string> Unknown)
{
    /// <summary>How far back the ledger is asked.</summary>
    public const int LedgerDays = 30;

    public static ModelCheck Of(Installation installation, DateTimeOffset now)
    {
        var on = DateOnly.FromDateTime(now.UtcDateTime);
        var catalogue = installation.Catalogue;
        var used = installation.Used(now.AddDays(-LedgerDays));
        var calls = used.Select(u => (Entry: catalogue.Find(u.Model), Used: u)).ToLookup(u => u.Entry?.Id, u => u.Used);
        var named = installation.Named.ToLookup(n => n.Entry?.Id, n => n.Alias);

        var ids = named.Select(g => g.Key).Concat(calls.Select(g => g.Key)).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        var ending = ids.Select(id => catalogue.Find(id)!)
            .Where(m => m.IsRetired(on) || Retirement.IsSoon(m, on))
            .OrderBy(m => m.ShutdownDate)
            .Select(m => End(m, installation.Prices, on, [.. named[m.Id].Distinct()], calls[m.Id]));
        var unknown = installation.Named.Where(n => n.Entry is null).Select(n => n.Model).Concat(calls[null].Select(u => u.Model)).Distinct();
        return new ModelCheck(on, ids.Count, [.. ending], [.. unknown]);
    }

    private static EndingModel End(ModelEntry model, PriceBook prices, DateOnly on, IReadOnlyList<string> aliases, IEnumerable<ModelUsage> calls)
    {
        var used = calls.Aggregate((ModelUsage?)null, (sum, one) => sum?.Plus(one) ?? one);
        var successor = model.Successor is { } id ? prices.Catalogue.Find(id) : null;
        var tokens = successor is null ? 1 : TokenRatio(model, successor);
        return new EndingModel(model, aliases, used, successor,
            used?.Cost(prices.Find(model, on)), successor is null ? null : used?.Cost(prices.Find(successor, on), tokens ?? 1), tokens);
    }

    /// <summary>
    /// Tokens of the successor for one of the model, for the same text; null where the vocabularies are not known to relate.
    /// Anthropic's migration guide: about 30 % more from Opus 4.7, Sonnet 5 and Haiku 5.5 on.
    /// </summary>
    private static decimal? TokenRatio(ModelEntry model, ModelEntry successor) => (model.Tokenizer, successor.Tokenizer) switch
    {
        ("claude-old", "claude-new") => 1.3m,
        var (a, b) when a is not null && a == b => 1,
        _ => null,
    };
}

/// <summary>A model in use that is gone or soon will be.</summary>
/// <param name="Aliases">The names in farthing.yaml that lead to it.</param>
/// <param name="Used">Null when the ledger has no call of the last 30 days.</param>
/// <param name="Cost">What those calls cost at today's price; null when it cannot be told.</param>
/// <param name="SuccessorCost">What they would cost with the successor.</param>
/// <param name="TokenRatio">Tokens of the successor for one of the model; null where it is not known, and then reckoned as 1.</param>
internal sealed record EndingModel(
    ModelEntry Model, IReadOnlyList<string> Aliases, ModelUsage? Used, ModelEntry? Successor, Usd? Cost, Usd? SuccessorCost, decimal? TokenRatio);
