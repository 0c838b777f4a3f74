namespace Farthing.Costing.Advice;

/// <summary>The article's three profiles, which it advises differently.</summary>
internal enum TeamKind { Solo, Team, Enterprise }

internal sealed record TeamSize(TeamKind Kind, int Developers)
{
    public static IReadOnlyList<TeamSize> Typical { get; } = [Of(1), Of(10), Of(Article.EnterpriseFrom)];

    public static TeamSize Of(int developers) => new(
        developers >= Article.EnterpriseFrom ? TeamKind.Enterprise : developers >= Article.TeamFrom ? TeamKind.Team : TeamKind.Solo, developers);

    public string Title => FormattableString.Invariant($"{Kind switch
    {
        TeamKind.Solo => Developers == 1 ? "Solo" : "Fewer than a team",
        TeamKind.Team => Developers > Article.TeamTo ? "Between a team and an enterprise" : "Team",
        _ => "Enterprise",
    }}, {Developers:N0} developer{(Developers == 1 ? "" : "s")}");

    /// <summary>What the article tells such a team.</summary>
    public string Rule => Kind switch
    {
        TeamKind.Solo => "stay in your ecosystem",
        TeamKind.Team => "choose by what has to be integrated",
        _ => "evaluate both on your own workload, because caching narrows the gap",
    };
}
