using Farthing.Catalogue;

namespace Farthing.Budgets;

/// <summary>Whose spending a budget counts.</summary>
internal enum BudgetScope { Installation, Team, Project, Key }

/// <summary>How often a budget begins anew.</summary>
internal enum BudgetPeriod { Day, Week, Month, Ever }

/// <summary>What a scope may spend in each period.</summary>
/// <param name="Id">Names its sums; the configured limit of the installation is <see cref="ConfiguredId"/>.</param>
/// <param name="Of">Name of the team or project, id of the key; empty for the installation.</param>
/// <param name="Zone">The IANA name of the time zone in whose midnight it renews.</param>
/// <param name="Limit">Not negative.</param>
/// <param name="Soft">Only warns: a call that would pass the limit is made.</param>
/// <param name="WarnAt">Shares of the limit in percent, ascending, at each of which one warning is given in a window.</param>
internal sealed record Budget(string Id, BudgetScope Scope, string Of, BudgetPeriod Period, string Zone, Usd Limit, bool Soft, IReadOnlyList<int> WarnAt)
{
    private const string ConfiguredId = "limit_usd";

    /// <summary>How the key of <see cref="Of"/> is called; null for other scopes, and for a key that was never made here.</summary>
    public CalledKey? Key { get; init; }

    /// <summary>What <c>limit_usd</c> sets. It is counted also where none is set, so that every process which shares the ledger keeps the same sums.</summary>
    public static Budget Configured(Usd? limit) => new(ConfiguredId, BudgetScope.Installation, "", BudgetPeriod.Ever, "UTC", limit ?? new Usd(long.MaxValue), Soft: limit is null, []);

    /// <summary>As people name it: <c>the budget of team backend per month</c>.</summary>
    public string Name => Id == ConfiguredId ? "the limit of the installation (limit_usd)"
        : $"the budget of {(Scope == BudgetScope.Installation ? "the installation" : $"{Scope.Word()} {Key?.Name ?? Of}{Note}")}{Per}";

    private string Per => Period == BudgetPeriod.Ever ? "" : $" per {Period.Word()}";

    /// <summary>The scope as commands take it: <c>installation</c>, <c>team:backend</c>; a key by its id where its name leads to another.</summary>
    public string Spelled => Scope == BudgetScope.Installation ? Scope.Word() : $"{Scope.Word()}:{(Key is { IsFirst: true } key ? key.Name : Of)}";

    /// <summary>The scope as lists show it: <c>key:ci</c>, <c>key:ci (revoked)</c>.</summary>
    public string Shown => Scope == BudgetScope.Installation ? Scope.Word() : $"{Scope.Word()}:{Key?.Name ?? Of}{Note}";

    private string Note => (Key?.IsFirst, Key?.IsRevoked) switch
    {
        (false, true) => $" (revoked, id {Of})",
        (false, false) => $" (id {Of})",
        (true, true) => " (revoked)",
        _ => "",
    };

    public bool Counts(string key, string? team, string? project) => Scope switch
    {
        BudgetScope.Installation => true,
        BudgetScope.Team => Of == team,
        BudgetScope.Project => Of == project,
        _ => Of == key,
    };

    /// <summary>How to make room: what there is to say of it to the one who is refused.</summary>
    public string Mending => Id == ConfiguredId ? "raise limit_usd (--limit)"
        : $"raise it with `farthing budgets set {Spelled} USD --per {Period.Word()}`";

    public BudgetWindow WindowAt(DateTimeOffset at) => Period == BudgetPeriod.Ever ? BudgetWindow.Always : BudgetWindow.Of(Period, TimeZoneInfo.FindSystemTimeZoneById(Zone), at);
}

/// <summary>What a key that has a budget is called.</summary>
/// <param name="IsFirst">Whether its name leads to it: of several keys with one name, to the one that is not revoked, and was made last.</param>
internal sealed record CalledKey(string Name, bool IsFirst, bool IsRevoked);

/// <summary>Scopes and periods as the database, JSON and commands write them.</summary>
internal static class BudgetWords
{
    public static string Word(this BudgetScope scope) => scope.ToString().ToLowerInvariant();

    public static string Word(this BudgetPeriod period) => period.ToString().ToLowerInvariant();
}
