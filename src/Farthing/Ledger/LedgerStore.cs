using System.Globalization;
using Farthing.Catalogue;
using Farthing.Storage;
using Microsoft.Data.Sqlite;

namespace Farthing.Ledger;

/// <summary>The append-only ledger: an intent before each call, then a settlement (or a release, when nothing was billed) exactly once.</summary>
internal sealed class LedgerStore(Database database, WriteQueue writes, TimeProvider clock)
{
    private const string InsertIntent = """
        INSERT INTO entries (call_id, kind, at, key_id, model_asked, provider, dialect_in, dialect_out, simulated, reserved_nanos)
        VALUES (@call, 'intent', @at, @key, @asked, @provider, @in, @out, @simulated, @reserved)
        """;

    private const string InsertSettlement = """
        INSERT INTO entries (call_id, kind, at, key_id, model_asked, model_served, provider, dialect_in, dialect_out, simulated, reserved_nanos,
            attempts, status, ending, stop, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, estimated,
            cost_nanos, price_book, prices_from, first_byte_ms, total_ms)
        VALUES (@call, @kind, @at, @key, @asked, @served, @provider, @in, @out, @simulated, @reserved,
            @attempts, @status, @ending, @stop, @input, @read, @write5m, @write1h, @output, @reasoning, @estimated,
            @cost, @book, @from, @first, @total)
        """;

    /// <summary>The task ends when the intent is on the disk: only then may the call be sent.</summary>
    public Task WriteAsync(Intent intent) => writes.CommitAsync(connection =>
    {
        using var command = Command(connection, InsertIntent);
        Bind(command, intent);
        command.ExecuteNonQuery();
    });

    public Task SettleAsync(Intent intent, Settlement end) => writes.CommitAsync(connection =>
    {
        using var command = Command(connection, InsertSettlement);
        Bind(command, intent);
        Set(command, "@kind", end.Ending == Ending.Refused ? "release" : "settle");
        Set(command, "@at", end.At.ToUnixTimeMilliseconds());
        Set(command, "@provider", end.Provider);
        Set(command, "@out", end.DialectOut);
        Set(command, "@simulated", end.Simulated ? 1 : 0);
        Set(command, "@served", end.ModelServed);
        Set(command, "@attempts", end.Attempts);
        Set(command, "@status", end.Status);
        Set(command, "@ending", Name(end.Ending));
        Set(command, "@stop", end.Stop);
        Set(command, "@input", end.Usage.Input);
        Set(command, "@read", end.Usage.CacheRead);
        Set(command, "@write5m", end.Usage.CacheWrite5m);
        Set(command, "@write1h", end.Usage.CacheWrite1h);
        Set(command, "@output", end.Usage.Output);
        Set(command, "@reasoning", end.Usage.Reasoning);
        Set(command, "@estimated", end.Estimated ? 1 : 0);
        Set(command, "@cost", end.Cost?.Nanos);
        Set(command, "@book", end.PriceBook);
        Set(command, "@from", end.PricesFrom?.ToString("O"));
        Set(command, "@first", (long?)end.FirstByte?.TotalMilliseconds);
        Set(command, "@total", (long)end.Total.TotalMilliseconds);
        command.ExecuteNonQuery();
    });

    /// <summary>
    /// Closes the intents that a crash left open longer than <paramref name="age"/> ago: what became of them is unknown,
    /// so they are charged at what was reserved. Returns how many there were.
    /// </summary>
    public async Task<int> CloseAbandonedAsync(TimeSpan age)
    {
        var closed = 0;
        var now = clock.GetUtcNow();
        await writes.CommitAsync(connection =>
        {
            using var command = Command(connection, """
                INSERT INTO entries (call_id, kind, at, key_id, model_asked, provider, dialect_in, dialect_out, simulated, reserved_nanos, estimated, cost_nanos)
                SELECT call_id, 'unknown', @now, key_id, model_asked, provider, dialect_in, dialect_out, simulated, reserved_nanos, 1, reserved_nanos
                FROM entries AS i
                WHERE kind = 'intent' AND at <= @before
                  AND NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.call_id = i.call_id AND e.kind <> 'intent')
                """);
            Set(command, "@now", now.ToUnixTimeMilliseconds());
            Set(command, "@before", (now - age).ToUnixTimeMilliseconds());
            closed = command.ExecuteNonQuery();
        });
        return closed;
    }

    /// <summary>
    /// What the ledger has charged so far, simulated calls apart from real ones. A call that is still open,
    /// in another process or since a crash, counts at what was reserved for it; so does one whose cost could not be told.
    /// </summary>
    public Usd Spent(bool simulated)
    {
        using var connection = database.Connect();
        using var command = Command(connection, """
            SELECT COALESCE(SUM(CASE kind WHEN 'intent' THEN reserved_nanos ELSE COALESCE(cost_nanos, reserved_nanos) END), 0)
            FROM entries AS e
            WHERE simulated = @simulated
              AND (kind <> 'intent' OR NOT EXISTS (SELECT 1 FROM entries AS x WHERE x.call_id = e.call_id AND x.kind <> 'intent'))
            """);
        Set(command, "@simulated", simulated ? 1 : 0);
        return new Usd((long)command.ExecuteScalar()!);
    }

    /// <summary>Whether an entry could be written now. It really writes, the schema's number over itself: a full disk shows only then.</summary>
    public async Task<bool> IsWritableAsync()
    {
        try
        {
            await writes.CommitAsync(connection =>
            {
                using var version = Command(connection, "PRAGMA user_version");
                using var command = Command(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {(long)version.ExecuteScalar()!}"));
                command.ExecuteNonQuery();
            });
            return true;
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            return false;
        }
    }

    private static string Name(Ending ending) => ending switch
    {
        Ending.Completed => "completed",
        Ending.CallerLeft => "caller_left",
        Ending.ProviderBroke => "provider_broke",
        _ => "refused",
    };

    private static void Bind(SqliteCommand command, Intent intent)
    {
        Set(command, "@call", intent.CallId);
        Set(command, "@at", intent.At.ToUnixTimeMilliseconds());
        Set(command, "@key", intent.KeyId);
        Set(command, "@asked", intent.ModelAsked);
        Set(command, "@provider", intent.Provider);
        Set(command, "@in", intent.DialectIn);
        Set(command, "@out", intent.DialectOut);
        Set(command, "@simulated", intent.Simulated ? 1 : 0);
        Set(command, "@reserved", intent.Reserved?.Nanos);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this class, or one with a number in it
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private static void Set(SqliteCommand command, string name, object? value)
    {
        var at = command.Parameters.IndexOf(name);
        if (at >= 0) command.Parameters[at].Value = value ?? DBNull.Value;
        else command.Parameters.AddWithValue(name, value ?? DBNull.Value);
    }
}
