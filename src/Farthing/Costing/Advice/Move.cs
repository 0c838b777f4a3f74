using Farthing.Catalogue;

namespace Farthing.Costing.Advice;

/// <summary>Moving from one model to another, for all developers.</summary>
/// <param name="Saved">US dollars a month; negative where it costs more.</param>
/// <param name="LeaveBy">The day on which the model it leaves ends, where that is near or past.</param>
/// <param name="MonthsToPay">Until the migration is paid for; null where it never is.</param>
/// <param name="RequestsToPay">The requests until then.</param>
/// <param name="DailyToPayInAYear">The requests of each developer a day with which it is paid for within a year.</param>
internal sealed record Move(string From, string To, decimal Saved, decimal MigrationCost, DateOnly? LeaveBy, decimal? MonthsToPay, decimal? RequestsToPay, decimal? DailyToPayInAYear)
{
    public const int Year = 12;

    public bool PaysWithinAYear => MonthsToPay <= Year;

    /// <returns>Null where a cost is not known.</returns>
    public static Move? Of(Candidate from, Candidate to, Workload work, int developers, decimal migrationCost, DateOnly on)
    {
        if (from.Interactive is not { } before || to.Interactive is not { } after) return null;
        var (saved, requests) = ((before - after) * developers, work.RequestsPerMonth * developers);
        var leave = from.Choice.Model.IsRetired(on) || Retirement.IsSoon(from.Choice.Model, on) ? from.Choice.Model.ShutdownDate : null;
        return saved > 0
            ? new Move(from.Name, to.Name, saved, migrationCost, leave, migrationCost / saved, migrationCost / saved * requests, work.RequestsPerDay * migrationCost / (saved * Year))
            : new Move(from.Name, to.Name, saved, migrationCost, leave, null, null, null);
    }
}
