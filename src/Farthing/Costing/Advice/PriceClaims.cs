using System.Globalization;
using Farthing.Catalogue;

namespace Farthing.Costing.Advice;

/// <summary>The article's claims about prices. Pure.</summary>
internal static class PriceClaims
{
    public static IEnumerable<Claim> Of(PriceBook book, DateOnly on, Workload work)
    {
        var (haiku, mini) = (Choice.One(Article.Haiku, book, on, ""), Choice.One(Article.Mini, book, on, ""));
        yield return Rates(haiku, Article.HaikuInput, Article.HaikuOutput, book, on);
        yield return Rates(mini, Article.MiniInput, Article.MiniOutput, book, on);
        yield return Table(haiku.Price, mini.Price);
        yield return Cached(haiku, mini, work);
        yield return Narrows(Candidate.Of(haiku, work, [], on), Candidate.Of(mini, work, [], on));
        yield return Enterprise(book, on, work);
    }

    private static Claim Rates(Choice model, decimal input, decimal output, PriceBook book, DateOnly on)
    {
        var says = $"{model.Asked} costs {Amount.Exact(input)} a million tokens in and {Amount.Exact(output)} out";
        if (model.Price.Rates is not { Input: { } realInput, Output: { } realOutput }) return Claim.Untold(says, "The price book has no price for it on that day.");
        var holds = (realInput, realOutput) == (input, output);
        var whose = holds ? null : book.Catalogue.Models.FirstOrDefault(m => m.Provider == model.Model.Provider && m.Prices.TryGetValue(book.Name, out var periods) && periods.Any(p => (p.Rates.Input, p.Rates.Output) == (input, output)));
        var times = realInput / input == realOutput / output ? string.Create(CultureInfo.InvariantCulture, $", {realInput / input:0.##} times as much") : "";
        var because = $"{Amount.Exact(realInput)} and {Amount.Exact(realOutput)} in the price book '{book.Name}'{(holds ? "" : times)}.";
        if (whose is not null) because += $" The article's figures are those of {whose.Id}{(whose.IsRetired(on) ? $", which was retired on {Amount.Day(whose.ShutdownDate!.Value)}" : "")}.";
        if (book.Catalogue.Book(PriceBook.List)?.Find(model.Model, on).Rates is { Input: { } list, Output: { } listOut } && (list, listOut) != (realInput, realOutput)) because += $" The vendor's list says {Amount.Exact(list)} and {Amount.Exact(listOut)}.";
        return Claim.Of(says, holds, because);
    }

    private static Claim Table(Price haiku, Price mini)
    {
        var wrong = Article.Profiles.Count(p => Differs(p.Haiku, haiku, p.OutputTokens)) + Article.Profiles.Count(p => Differs(p.Mini, mini, p.OutputTokens));
        return Claim.Of("Its table of costs, from one function to a codebase", wrong == 0,
            $"{(2 * Article.Profiles.Count) - wrong} of its {2 * Article.Profiles.Count} figures are what these prices give (farthing cost --profile all).");

        static bool Differs(decimal says, Price price, long tokens) => price.Rates.Output * tokens / 1_000_000 != says;
    }

    private static Claim Cached(Choice haiku, Choice mini, Workload work)
    {
        var says = string.Create(CultureInfo.InvariantCulture, $"Cached input is {Article.CachedOff} % off");
        if (Off(haiku.Price.Rates.CacheRead, haiku.Price) is not { } off) return Claim.Untold(says, $"The price book has no price for cached input of {haiku.Asked}.");
        var because = Text($"Reading takes {off:0.#} % off with {haiku.Asked}");
        if (haiku.Price.Rates.CacheWrite5m is { } write)
            because += Text($", but writing adds {-Off(write, haiku.Price):0.#} %: with a write in {Amount.Percent(1 - work.HitShare)} of the calls {(work.HitShare * off) + ((1 - work.HitShare) * Off(write, haiku.Price)):0.#} % remain");
        if (haiku.Model.MinCacheableTokens is { } least) because += Text($"; less than {least:N0} tokens are not cached");
        if (Off(mini.Price.Rates.CacheRead, mini.Price) is { } other) because += Text($". {mini.Asked} takes {other:0.#} % off");
        return Claim.Of(says, off == Article.CachedOff, because + ".");

        static decimal? Off(decimal? rate, Price price) => (1 - rate / price.Rates.Input) * 100;
    }

    private static Claim Narrows(Candidate haiku, Candidate mini)
    {
        const string Says = "Caching narrows the gap between the two";
        if (haiku.Plain / mini.Plain is not { } plain || haiku.Cached / mini.Cached is not { } cached)
            return Claim.Untold(Says, "The price book does not tell what writing to a cache costs.");
        var least = haiku.Choice.Model.MinCacheableTokens;
        var note = least > haiku.Call.Shared ? Text($" The shared {haiku.Call.Shared:N0} tokens are below the {least:N0} that {haiku.Name} caches.") : "";
        return Claim.Of(Says, cached < plain, Text($"{haiku.Name} costs {plain:0.00} times what {mini.Name} costs, and {cached:0.00} times with caching.{note}"));
    }

    /// <summary>As the article counts (output alone, the same tokens), on this workload, and between the models that will still be there.</summary>
    private static Claim Enterprise(PriceBook book, DateOnly on, Workload work)
    {
        var says = $"An enterprise saves {Amount.Exact(Article.LeastSaved)} to {Amount.Exact(Article.MostSaved)} a month";
        var (haiku, mini) = (Choice.One(Article.Haiku, book, on, ""), Choice.One(Article.Mini, book, on, ""));
        if ((haiku.Price.Rates.Output - mini.Price.Rates.Output) * Article.DailyOutput * Article.WorkingDays / 1_000_000 is not { } each || Saved(haiku, mini) is not { } saved)
            return Claim.Untold(says, "The price book does not price both models on that day.");
        const int Developers = Article.EnterpriseFrom;
        var because = Text($"As the article counts, output alone: {Amount.Exact(each)} for each developer, {Amount.Exact(each * Developers)} for {Developers}; {Amount.Exact(Article.LeastSaved)} takes {People(each)}. ")
            + Text($"On this workload without a cache, {haiku.Asked} against {mini.Asked}: {Amount.Cents(saved * Developers)} for {Developers}; {Amount.Exact(Article.LeastSaved)} takes {People(saved)}.");
        var (newer, other) = (Successor(haiku), Successor(mini));
        if (newer is not null && other is not null && Saved(newer, other) is { } left)
            because += Text($" Between their successors {newer.Asked} and {other.Asked}: {Amount.Cents(left * Developers)}.");
        var enough = new[] { each, saved }.Count(s => s * Developers >= Article.LeastSaved);
        return new Claim(says, enough == 2 ? ClaimVerdict.Holds : enough == 1 ? ClaimVerdict.InPart : ClaimVerdict.DoesNotHold, because);

        decimal? Saved(Choice from, Choice to) => Candidate.Of(from, work, [], on).Plain - Candidate.Of(to, work, [], on).Plain;
        Choice? Successor(Choice model) => model.Model.Successor is { } name ? Choice.One(name, book, on, "") : null;
        static string People(decimal saved) => saved > 0 ? Text($"{Math.Ceiling(Article.LeastSaved / saved):N0} developers") : "more than anybody has";
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
