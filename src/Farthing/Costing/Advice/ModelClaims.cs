using Farthing.Catalogue;

namespace Farthing.Costing.Advice;

/// <summary>The article's claims about what the models are and will be. Pure.</summary>
internal static class ModelClaims
{
    public static IEnumerable<Claim> Of(ModelCatalogue catalogue, DateOnly on)
    {
        var (haiku, mini) = (catalogue.Find(Article.Haiku)!, catalogue.Find(Article.Mini)!);
        yield return Context(haiku, mini, catalogue);
        yield return Ends($"The choice is between {Article.Haiku} and {Article.Mini}", Article.Models, catalogue, on);
        yield return Ends($"For security-sensitive, financial or concurrent code take {string.Join(" or ", Article.CarefulModels)}", Article.CarefulModels, catalogue, on);
        yield return FineTuning(mini, on);
        yield return Claim.Untold("Moving takes under an hour", $"Prices do not tell. {Note(catalogue.Find(haiku.Successor ?? ""))}{Note(catalogue.Find(mini.Successor ?? ""))}".TrimEnd());
        yield return Claim.Untold($"{Article.LocalModel} on your own machine where completion must be instant", $"It costs nothing there; how fast it is your machine decides. {catalogue.Find(Article.LocalModel)?.Notes}".TrimEnd());
        yield return Claim.Untold("About 150 against 140 tokens a second, and routine work that nobody can tell apart", "Prices do not tell: farthing compare measures both on tasks.");
    }

    private static Claim Context(ModelEntry haiku, ModelEntry mini, ModelCatalogue catalogue)
    {
        var says = FormattableString.Invariant($"{Article.Haiku} has {Article.MoreContext} % more context");
        if (((decimal?)haiku.ContextTokens / mini.ContextTokens - 1) * 100 is not { } more) return Claim.Untold(says, "A context is not established.");
        var because = FormattableString.Invariant($"{haiku.ContextTokens:N0} tokens are {more:0.##} % more than {mini.ContextTokens:N0}");
        if (catalogue.Find(haiku.Successor ?? "") is { ContextTokens: { } newer } a && catalogue.Find(mini.Successor ?? "") is { ContextTokens: { } other } b)
            because += FormattableString.Invariant($"; of the successors {a.Id} has {newer:N0} and {b.Id} {other:N0}, {Math.Abs(((decimal)newer / other - 1) * 100):0.#} % {(newer < other ? "less" : "more")}");
        return Claim.Of(says, (int)more == Article.MoreContext, because + ".");
    }

    private static Claim Ends(string says, IReadOnlyList<string> names, ModelCatalogue catalogue, DateOnly on)
    {
        var models = names.Select(name => (Name: name, Model: catalogue.Find(name)!)).ToList();
        return Claim.Of(says, !models.Exists(m => m.Model.IsRetired(on) || Retirement.IsSoon(m.Model, on)),
            string.Join("; ", models.Select(m => $"{m.Name}: {(Retirement.Describe(m.Model, on) is { Length: > 0 } end ? end : "no end is announced")}")) + ".");
    }

    private static Claim FineTuning(ModelEntry mini, DateOnly on)
    {
        const string Says = $"Fine-tune {Article.Mini} where over 80 % of the code follows specific patterns";
        var told = string.Join(" ", (mini.Notes ?? "").Split(". ").Where(s => s.Contains("Fine-tuning", StringComparison.Ordinal)).Select(s => s.TrimEnd('.') + "."));
        var open = mini.Capabilities.FineTunable == true && !mini.IsRetired(on) && !Retirement.IsSoon(mini, on);
        return Claim.Of(Says, open, $"{(mini.Capabilities.FineTunable == true ? "It can be fine-tuned" : "It cannot be fine-tuned")}; {Retirement.Describe(mini, on)}. {told}".TrimEnd());
    }

    /// <summary>The first thing that the catalogue notes of a model.</summary>
    private static string Note(ModelEntry? model) => model?.Notes is { } notes ? $"{model.Id}: {notes.Split(". ")[0].TrimEnd('.')}. " : "";
}
