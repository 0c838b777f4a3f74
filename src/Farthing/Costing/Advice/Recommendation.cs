using System.Globalization;
using Farthing.Catalogue;

namespace Farthing.Costing.Advice;

/// <summary>What one size of team is advised, with its reasons.</summary>
/// <param name="Take">The model; null where none will do.</param>
/// <param name="Moves">From the article's models, and to the other ecosystem.</param>
internal sealed record Recommendation(TeamSize Size, string? Take, decimal MigrationCost, IReadOnlyList<string> Reasons, IReadOnlyList<Move> Moves)
{
    /// <summary>An hour of each developer, which the article claims is enough, at this price.</summary>
    public const decimal UsualHour = 100;

    /// <param name="candidates">Of one developer.</param>
    /// <param name="provider">The ecosystem's provider; null for a mixed one.</param>
    public static Recommendation Of(TeamSize size, IReadOnlyList<Candidate> candidates, Workload work, string? provider, IReadOnlyList<Need> needs, decimal? migrationCost, DateOnly on)
    {
        var migration = migrationCost ?? UsualHour * size.Developers;
        var able = candidates.Where(c => c.Out is null && c.Interactive is not null).OrderBy(c => c.Unsure.Count > 0).ThenBy(c => c.Interactive).ToList();
        var home = able.FirstOrDefault(c => provider is null || c.Provider == provider);
        if (able.Count == 0) return new Recommendation(size, null, migration, ["None of the models will do: each is ending, lacks a need or has no price (see the table). --models names others."], []);
        var rival = able.FirstOrDefault(c => c.Provider != (home?.Provider ?? provider) && (c.Unsure.Count == 0 || home is not { Unsure.Count: 0 }));
        var across = home is null || rival is null ? null : Move.Of(home, rival, work, size.Developers, migration, on);
        var take = home is null || (size.Kind == TeamKind.Team && across is { PaysWithinAYear: true }) ? rival! : home;
        var moves = candidates.Where(c => Article.Models.Contains(c.Name) && c.Name != take.Name).Select(c => Move.Of(c, take, work, size.Developers, migration, on)).OfType<Move>();
        return new Recommendation(size, take.Name, migration, [.. Reasons()], [.. moves.Concat(across is { Saved: > 0 } && take == home ? [across] : [])]);

        IEnumerable<string> Reasons()
        {
            yield return home is null
                ? $"The article's rule is: {size.Rule}. No model of {provider} will do, so it cannot be kept; {take.Name} is the cheapest that will."
                : size.Kind switch
                {
                    TeamKind.Solo => $"The article's rule is: {size.Rule}. {take.Name} is the cheapest {(provider is null ? "of all" : $"of {provider}")} that is not about to end{Able(needs)}.",
                    TeamKind.Team => $"The article's rule is: {size.Rule}. {Chosen(needs, able)} {(take == home ? $"{take.Name} is the cheapest of them{(provider is null ? "" : $" from {provider}")}." : $"{take.Name} pays for the move within a year.")}",
                    _ => $"The article's rule is: {size.Rule}. So measure before you choose: farthing compare --models {string.Join(",", new[] { home, rival }.OfType<Candidate>().Select(c => c.Name))}; until then {take.Name}, the cheapest{(provider is null ? "" : $" of {provider}")}.",
                };
            if (home is not null && rival is not null && across is not null) yield return Gap(home, rival, across, size);
            if (Saved(take.Plain, take.Cached) is { } cached) yield return $"Caching takes {cached} off {take.Name}{(Saved(take.Plain, take.Batched) is { } batched ? $", a batch {batched}" : "")}{(Saved(take.Plain, take.Both) is { } both ? $", both {both}" : "")}; a batch only for what can wait a day.";
            if (take.Unsure.Count > 0) yield return $"The catalogue does not know whether {take.Name} has {string.Join(", ", take.Unsure)}: try it first.";
        }
    }

    private static string Able(IReadOnlyList<Need> needs) => needs.Count == 0 ? "" : $" and has {string.Join(", ", needs.Select(n => n.Name))}";

    private static string Chosen(IReadOnlyList<Need> needs, List<Candidate> able) => needs.Count == 0
        ? $"Name what you need with --needs; without any, {Names(able)} will do."
        : $"{string.Join(", ", needs.Select(n => n.Name))} leave{(needs.Count == 1 ? "s" : "")} {Names(able)}.";

    private static string Names(List<Candidate> able) => string.Join(", ", able.Select(a => a.Name));

    private static string Gap(Candidate home, Candidate rival, Move across, TeamSize size)
    {
        var dearer = across.Saved > 0 ? home : rival;
        var other = dearer == home ? rival : home;
        var text = $"{dearer.Name} costs {Amount.Cents(Math.Abs(across.Saved))} a month more than {other.Name} for {Developers(size)}";
        if (other.Plain is > 0 && other.Cached is > 0 && dearer.Cached is { } cached)
            text += string.Create(CultureInfo.InvariantCulture, $": {dearer.Plain / other.Plain:0.00} times as much without a cache, {cached / other.Cached:0.00} times with one");
        return text + (across.Saved <= 0 ? "." : across.PaysWithinAYear
            ? string.Create(CultureInfo.InvariantCulture, $"; a migration for {Amount.Exact(across.MigrationCost)} would be paid for in {across.MonthsToPay:0.#} months.")
            : $"; a migration for {Amount.Exact(across.MigrationCost)} would not be paid for within a year.");
    }

    private static string Developers(TeamSize size) => size.Developers == 1 ? "one developer" : $"{Amount.Number(size.Developers)} developers";

    private static string? Saved(decimal? plain, decimal? less) =>
        plain is > 0 && less is { } known ? string.Create(CultureInfo.InvariantCulture, $"{(1 - known / plain.Value) * 100:0} %") : null;
}
