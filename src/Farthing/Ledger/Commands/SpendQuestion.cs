using System.Globalization;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Ledger.Commands;

/// <summary>What was spent, by one or two groupings, read from the hourly sums.</summary>
/// <param name="By">Of <see cref="Groupings"/>; none gives one line.</param>
/// <param name="SinceHour">The first hour counted, as hours since the Unix epoch.</param>
/// <param name="UntilHour">The first hour that is not.</param>
internal sealed record SpendQuestion(IReadOnlyList<string> By, long SinceHour, long UntilHour, bool Simulated)
{
    /// <summary>The groupings with the SQL that names a group. Days are those of UTC.</summary>
    public static IReadOnlyDictionary<string, string> Groupings { get; } = new Dictionary<string, string>
    {
        ["key"] = "COALESCE((SELECT name FROM keys WHERE id = key_id), key_id)",
        ["team"] = "team",
        ["project"] = "project",
        ["provider"] = "provider",
        ["model"] = "model",
        ["day"] = "date(hour * 3600, 'unixepoch')",
        ["session"] = "session",
        ["user"] = "user",
        ["label"] = "label",
    };

    public IReadOnlyList<SpendRow> Answer(Database database)
    {
        var groups = By.Select(by => Groupings[by]).ToArray();
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // put together from the constants above
        command.CommandText = $"""
            SELECT SUM(calls), SUM(attempts), SUM(estimated), SUM(unpriced), SUM(input), SUM(cache_read), SUM(cache_write_5m + cache_write_1h), SUM(output), SUM(cost_nanos), SUM(charged_nanos - cost_nanos){string.Concat(groups.Select(g => ", " + g))}
            FROM hourly WHERE hour >= @since AND hour < @until AND simulated = @simulated
            {(groups.Length == 0 ? "HAVING COUNT(*) > 0" : $"GROUP BY {string.Join(", ", groups.Select((_, i) => (i + 11).ToString(CultureInfo.InvariantCulture)))}")}
            ORDER BY {(By.Contains("day") ? By.ToList().IndexOf("day") + 11 : 9).ToString(CultureInfo.InvariantCulture)}{(By.Contains("day") ? "" : " DESC")}, 9 DESC
            """;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@since", SinceHour);
        command.Parameters.AddWithValue("@until", UntilHour);
        command.Parameters.AddWithValue("@simulated", Simulated ? 1 : 0);
        using var reader = command.ExecuteReader();
        var rows = new List<SpendRow>();
        while (reader.Read())
        {
            rows.Add(new SpendRow([.. Enumerable.Range(10, By.Count).Select(reader.GetString)], reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3),
                reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7), new Usd(reader.GetInt64(8)), new Usd(reader.GetInt64(9))));
        }

        return rows;
    }
}

/// <summary>The sums of one group.</summary>
/// <param name="Group">A name for each grouping; empty where the calls have none.</param>
/// <param name="Attempts">Calls made to providers, retries included.</param>
/// <param name="Estimated">Calls whose usage the provider did not report.</param>
/// <param name="Unpriced">Calls whose cost is not known; it is not part of <paramref name="Cost"/>.</param>
/// <param name="UnpricedCharged">What budgets were charged for those: the worst cases that were held.</param>
internal sealed record SpendRow(IReadOnlyList<string> Group, long Calls, long Attempts, long Estimated, long Unpriced, long Input, long CacheRead, long CacheWrite, long Output, Usd Cost, Usd UnpricedCharged)
{
    public static SpendRow operator +(SpendRow a, SpendRow b) => new([], a.Calls + b.Calls, a.Attempts + b.Attempts, a.Estimated + b.Estimated, a.Unpriced + b.Unpriced,
        a.Input + b.Input, a.CacheRead + b.CacheRead, a.CacheWrite + b.CacheWrite, a.Output + b.Output, a.Cost + b.Cost, a.UnpricedCharged + b.UnpricedCharged);
}
