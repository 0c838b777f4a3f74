using Microsoft.Data.Sqlite;

namespace Farthing.EndToEnd.Processes;

/// <summary>An entry of the ledger, as SQL shows it to anybody.</summary>
internal sealed record LedgerRow(
    string CallId, string Kind, string ModelAsked, string DialectIn, string DialectOut, bool Simulated, long? Reserved, long? Attempts, long? Status, string? Ending,
    long? Input, long? CacheRead, long? CacheWrite5m, long? CacheWrite1h, long? Output, bool Estimated, long? CostNanos);

/// <summary>Reads FARTHING_HOME/farthing.db from outside, while the program runs or after.</summary>
internal sealed class LedgerFile(TemporaryFolder home)
{
    private const string Columns =
        "call_id, kind, model_asked, dialect_in, dialect_out, simulated, reserved_nanos, attempt, status, ending, input, cache_read, cache_write_5m, cache_write_1h, output, estimated, cost_nanos";

    private readonly string _connection = new SqliteConnectionStringBuilder { DataSource = home.In("farthing.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString();

    public IReadOnlyList<LedgerRow> Rows()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM entries WHERE kind <> 'retry' ORDER BY seq";
        using var reader = command.ExecuteReader();
        var rows = new List<LedgerRow>();
        while (reader.Read())
        {
            rows.Add(new LedgerRow(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetInt64(5) == 1,
                Number(6), Number(7), Number(8), reader.IsDBNull(9) ? null : reader.GetString(9),
                Number(10), Number(11), Number(12), Number(13), Number(14), Number(15) == 1, Number(16)));
        }

        return rows;

        long? Number(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
    }

    /// <summary>How a call ended, once it has: the entry follows the answer's last byte.</summary>
    public async Task<LedgerRow> CallAsync(string id)
    {
        for (var tries = 0; ; tries++)
        {
            var rows = Rows().Where(r => r.CallId == id).ToArray();
            if (rows is [var end]) return end;
            if (rows.Length > 1 || tries == 300) throw new InvalidOperationException($"call {id} has the entries {string.Join(", ", rows.Select(r => r.Kind))}");
            await Task.Delay(100);
        }
    }

    /// <summary>The rows of a query as a script of the user's could ask them; a null is a zero.</summary>
    public IReadOnlyList<IReadOnlyList<object>> Query(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<IReadOnlyList<object>>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? 0L : reader.GetValue(i))]);
        return rows;
    }

    /// <summary>Whether nobody holds the file's write lock just now.</summary>
    public bool IsFree()
    {
        using var connection = Open();
        try
        {
            using var begin = connection.CreateCommand();
            begin.CommandTimeout = 1;
            begin.CommandText = "BEGIN IMMEDIATE; ROLLBACK";
            begin.ExecuteNonQuery();
            return true;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 5) // busy
        {
            return false;
        }
    }

    /// <summary>How many calls are under way, or were when the program died.</summary>
    public long Held()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM holds";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Moves the leases of all calls into the past: what waiting would do.</summary>
    public void Age(TimeSpan by)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE holds SET expires = expires - @by";
        command.Parameters.AddWithValue("@by", (long)by.TotalMilliseconds);
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }
}
