namespace Farthing.Budgets;

/// <summary>The time from one renewal of a budget to the next. Calls belong to the window in which they began.</summary>
/// <param name="Starts">Included; the Unix epoch for a budget that never renews.</param>
/// <param name="Ends">Excluded; null for a budget that never renews.</param>
internal readonly record struct BudgetWindow(DateTimeOffset Starts, DateTimeOffset? Ends)
{
    /// <summary>Of a budget that never renews.</summary>
    public static BudgetWindow Always { get; } = new(DateTimeOffset.UnixEpoch, null);

    public bool Holds(DateTimeOffset at) => Starts <= at && (Ends is null || at < Ends);

    /// <summary>The window that holds <paramref name="at"/>. Weeks begin on Monday (ISO 8601); a midnight that a clock change skips begins with the first moment after it.</summary>
    public static BudgetWindow Of(BudgetPeriod period, TimeZoneInfo zone, DateTimeOffset at)
    {
        if (period == BudgetPeriod.Ever) return Always;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        var (first, next) = period switch
        {
            BudgetPeriod.Day => (day, day.AddDays(1)),
            BudgetPeriod.Week => (Monday(day), Monday(day).AddDays(7)),
            _ => (new DateOnly(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, 1).AddMonths(1)),
        };
        return new(Midnight(first, zone), Midnight(next, zone));
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15); // in some zones clocks go forward at midnight
        // A midnight that comes twice begins with the first: the greater offset is the earlier moment.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
