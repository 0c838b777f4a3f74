using Farthing.Catalogue;
using Farthing.Storage;
using Farthing.Wire;
using Microsoft.Data.Sqlite;

namespace Farthing.Ledger;

/// <summary>Sums the ledger's usage by model.</summary>
internal static class ModelUsageReader
{
    private const string Sql = """
        SELECT COALESCE(model_served, model), COUNT(*), SUM(input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning)
        FROM entries
        WHERE kind = 'settle' AND simulated = 0 AND started >= @since
        GROUP BY 1 ORDER BY 1
        """;

    /// <summary>Settled calls to real models since then.</summary>
    public static IReadOnlyList<ModelUsage> Since(Database database, DateTimeOffset since)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.AddWithValue("@since", since.ToUnixTimeMilliseconds());
        using var rows = command.ExecuteReader();
        var used = new List<ModelUsage>();
        while (rows.Read())
            used.Add(new ModelUsage(rows.GetString(0), new Usage(Count(rows, 2), Count(rows, 3), Count(rows, 4), Count(rows, 5), Count(rows, 6), Count(rows, 7)), rows.GetInt64(1)));
        return used;
    }

    private static long? Count(SqliteDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetInt64(column);
}
