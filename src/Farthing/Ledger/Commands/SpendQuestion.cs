using System.Globalization;
using System.Runtime.InteropServices;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Ledger.Commands;

/// <summary>
/// What was spent, by one or two groupings, read from the hourly sums. They are grouped here and not by SQLite, which sorts all rows for it:
/// a year of a large ledger has a million.
/// </summary>
/// <param name="By">Of <see cref="Groupings"/>; none gives one line.</param>
/// <param name="SinceHour">The first hour counted, as hours since the Unix epoch.</param>
/// <param name="UntilHour">The first hour that is not.</param>
internal sealed record SpendQuestion(IReadOnlyList<string> By, long SinceHour, long UntilHour, bool Simulated)
{
    private const string Figures = "calls, attempts, estimated, unpriced, input, cache_read, cache_write_5m + cache_write_1h, output, cost_nanos, charged_nanos - cost_nanos";

    private const int FigureCount = 10;

    /// <summary>The groupings with the column that tells a group. Days are those of UTC.</summary>
    public static IReadOnlyDictionary<string, string> Groupings { get; } = new Dictionary<string, string>
    {
        ["key"] = "key_id",
        ["team"] = "team",
        ["project"] = "project",
        ["provider"] = "provider",
        ["model"] = "model",
        ["day"] = "hour / 24",
        ["session"] = "session",
        ["user"] = "user",
        ["label"] = "label",
    };

    /// <summary>The time is cut into as many parts as there are processors, and each is added up by one.</summary>
    /// <exception cref="OverflowException">A sum exceeds what a ledger can hold.</exception>
    public IReadOnlyList<SpendRow> Answer(Database database)
    {
        var (parts, names) = Ready(database);
        var sums = parts.AsParallel().Select(part => Sums(database, part.Since, part.Until)).Aggregate(new Dictionary<string, long[]>(), Merged);

        var day = By.ToList().IndexOf("day");
        var rows = sums.Select(s => Row(s.Key, s.Value, names)).ToArray();
        if (day >= 0) return [.. rows.OrderBy(r => r.Group[day], StringComparer.Ordinal).ThenByDescending(r => r.Cost)];
        Array.Sort(Array.ConvertAll(rows, r => -r.Cost.Nanos), rows);
        return rows;
    }

    private (List<(long Since, long Until)> Parts, Dictionary<string, string> KeyNames) Ready(Database database)
    {
        using var connection = database.Connect();
        var names = new Dictionary<string, string>();
        using var keys = new Statement(connection, "SELECT id, name FROM keys");
        keys.Read(row => names[row.Column(0)] = row.Column(1));
        var parts = new List<(long, long)>();
        using var ends = new Statement(connection, "SELECT (SELECT MIN(hour) FROM hourly WHERE hour >= @since), (SELECT MAX(hour) FROM hourly WHERE hour < @until)");
        ends.Set("@since", SinceHour).Set("@until", UntilHour).Read(row =>
        {
            var (from, to) = (row.Integer(0), row.Integer(1));
            var hours = (Math.Max(0, to - from) / Environment.ProcessorCount) + 1;
            for (; from <= to; from += hours) parts.Add((from, Math.Min(from + hours, to + 1)));
        });
        return (parts, names);
    }

    private Dictionary<string, long[]> Sums(Database database, long since, long until)
    {
        var sums = new Dictionary<string, long[]>();
        var columns = By.Select(by => Groupings[by]).ToArray();
        using var connection = database.Connect();
        using var query = new Statement(connection, $"SELECT {string.Concat(columns.Select(c => c + ", "))}{Figures} FROM hourly WHERE hour >= @since AND hour < @until AND simulated = @simulated");
        var figures = new long[FigureCount];
        query.Set("@since", since).Set("@until", until).Set("@simulated", Simulated ? 1 : 0).Read(row =>
        {
            var group = columns.Length switch
            {
                0 => "",
                1 => row.Column(0),
                _ => string.Join(Between, Enumerable.Range(0, columns.Length).Select(row.Column)),
            };
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, group, out _);
            sum ??= new long[FigureCount];
            for (var i = 0; i < FigureCount; i++) figures[i] = row.Integer(columns.Length + i);
            Add(sum, figures);
        });
        return sums;
    }

    /// <summary>Between the names of a group: no name has it, since names go into the ledger without control characters.</summary>
    private const char Between = '\0';

    /// <summary>The smaller sums go into the larger: a grouping by session has as many groups as there were sessions.</summary>
    private static Dictionary<string, long[]> Merged(Dictionary<string, long[]> some, Dictionary<string, long[]> more)
    {
        var (into, from) = some.Count > more.Count ? (some, more) : (more, some);
        foreach (var (group, figures) in from)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(into, group, out _);
            if (sum is null) sum = figures;
            else Add(sum, figures);
        }

        return into;
    }

    private SpendRow Row(string group, long[] f, Dictionary<string, string> keyNames)
    {
        var names = By.Count switch { 0 => [], 1 => [group], _ => group.Split(Between) };
        for (var i = 0; i < names.Length; i++) names[i] = Shown(By[i], names[i], keyNames);
        return new SpendRow(names, f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], new Usd(f[8]), new Usd(f[9]));
    }

    private static string Shown(string by, string name, Dictionary<string, string> keyNames) => by switch
    {
        "key" => keyNames.GetValueOrDefault(name, name),
        "day" => DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(long.Parse(name, CultureInfo.InvariantCulture))).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => name,
    };

    private static void Add(long[] to, long[] figures)
    {
        for (var i = 0; i < FigureCount; i++) to[i] = checked(to[i] + figures[i]);
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
