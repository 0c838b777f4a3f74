using System.Globalization;

namespace Farthing.Ledger.Commands;

/// <summary>
/// A stretch of the sums that a question is answered from: whole days from the sums by day, which are far fewer, and what the time asked
/// for has of days beside them from those by hour.
/// </summary>
/// <param name="From">The first hour or day, since the Unix epoch.</param>
/// <param name="To">The first that is not read.</param>
internal sealed record SpendSource(string Table, string Time, long From, long To)
{
    /// <summary>Each hour of the question's time lies in exactly one of them.</summary>
    public static IReadOnlyList<SpendSource> Of(SpendQuestion question)
    {
        var (first, end) = ((question.SinceHour + 23) / 24, question.UntilHour / 24);
        if (first >= end || ByDay(question.By) is not { } days) return [new("hourly", "hour", question.SinceHour, question.UntilHour)];
        return [new("hourly", "hour", question.SinceHour, first * 24), new(days, "day", first, end), new("hourly", "hour", end * 24, question.UntilHour)];
    }

    /// <summary>The query for all of them: the groupings' columns, then those of <see cref="SpendSums.Columns"/>.</summary>
    public static string Select(SpendQuestion question) => string.Join("\nUNION ALL ", Of(question).Select(source =>
    {
        var groups = question.By.Select(by => SpendQuestion.Groupings[by]).Select(column => column == "day" && source.Time == "hour" ? "hour / 24, " : column + ", ");
        return string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {string.Concat(groups)}{SpendSums.Columns} FROM {source.Table}
            WHERE {source.Time} >= {source.From} AND {source.Time} < {source.To} AND simulated = {(question.Simulated ? 1 : 0)}
            """);
    }));

    /// <summary>The table by day that tells these groupings apart; null where there is none.</summary>
    private static string? ByDay(IReadOnlyList<string> by) =>
        !by.Contains("session") ? "daily" : by.Contains("model") || by.Contains("provider") ? null : "daily_sessions";
}
