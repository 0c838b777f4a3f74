using System.Buffers;
using System.Globalization;
using Farthing.Storage;
using Microsoft.Data.Sqlite;

namespace Farthing.Ledger.Commands;

/// <summary>What was spent, by any groupings, read from the sums by day and by hour.</summary>
/// <param name="By">Of <see cref="Groupings"/>; none gives one line.</param>
/// <param name="SinceHour">The first hour counted, as hours since the Unix epoch.</param>
/// <param name="UntilHour">The first hour that is not.</param>
internal sealed record SpendQuestion(IReadOnlyList<string> By, long SinceHour, long UntilHour, bool Simulated)
{
    /// <summary>No text has it that a <see cref="Statement"/> reads.</summary>
    private const char Between = '\0';

    /// <summary>The groupings with their columns. Days are those of UTC.</summary>
    public static IReadOnlyDictionary<string, string> Groupings { get; } = new Dictionary<string, string>
    {
        ["key"] = "key_id",
        ["team"] = "team",
        ["project"] = "project",
        ["provider"] = "provider",
        ["model"] = "model",
        ["day"] = "day",
        ["session"] = "session",
        ["user"] = "user",
        ["label"] = "label",
    };

    /// <summary>In the order of the days where they are grouped by, else the dearest first.</summary>
    public IReadOnlyList<SpendRow> Answer(Database database)
    {
        using var connection = database.Connect();
        using var snapshot = connection.BeginTransaction(deferred: true);
        var keys = By.Contains("key") ? KeyNames(connection) : [];
        var sums = new SpendSums();
        var name = new ArrayBufferWriter<byte>();
        // Added up here and not by GROUP BY: SQLite sorts all rows to group them, which takes most of the time where there are many.
        using (var query = new Statement(connection, SpendSource.Select(this))) query.Rows(row => sums.Add(Key(row, keys, name), row, By.Count));
        var rows = sums.Rows();
        var day = By.ToList().IndexOf("day");
        return day < 0 ? rows : [.. rows.OrderBy(r => Names(r)[day], StringComparer.Ordinal)];
    }

    /// <summary>A name for each grouping; empty where the calls have none.</summary>
    public IReadOnlyList<string> Names(SpendRow row) => [.. By.Zip(row.Key.Split(Between), Name)];

    /// <summary>The row's group as one text, which is quicker to find than a list of them. Keys of one name are one group.</summary>
    private ReadOnlySpan<byte> Key(Statement row, Dictionary<string, byte[]> keys, ArrayBufferWriter<byte> name)
    {
        name.ResetWrittenCount();
        for (var column = 0; column < By.Count; column++)
        {
            if (column > 0) name.Write([(byte)Between]);
            name.Write(By[column] == "key" && keys.TryGetValue(row.TextAt(column)!, out var known) ? known : row.Utf8At(column));
        }

        return name.WrittenSpan;
    }

    private static string Name(string by, string value) =>
        by == "day" ? DateTime.UnixEpoch.AddDays(long.Parse(value, CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value;

    private static Dictionary<string, byte[]> KeyNames(SqliteConnection connection)
    {
        var names = new Dictionary<string, byte[]>();
        using var query = new Statement(connection, "SELECT id, name FROM keys");
        query.Rows(row => names[row.TextAt(0)!] = row.Utf8At(1).ToArray());
        return names;
    }
}
