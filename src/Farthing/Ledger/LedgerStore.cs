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
    public Task WriteAsync(Intent intent) => writes.CommitAsync(statements => Bind(statements[InsertIntent], intent).Run());

    /// <summary>The task ends when the settlement is on the disk. A crash before that leaves the intent open, which errs to the high side.</summary>
    public Task SettleAsync(Intent intent, Settlement end) => writes.JoinCommitAsync(statements => Bind(statements[InsertSettlement], intent)
        .Set("@kind", end.Ending == Ending.Refused ? "release" : "settle")
        .Set("@at", end.At.ToUnixTimeMilliseconds())
        .Set("@provider", end.Provider)
        .Set("@out", end.DialectOut)
        .Set("@simulated", end.Simulated ? 1 : 0)
        .Set("@served", end.ModelServed)
        .Set("@attempts", end.Attempts)
        .Set("@status", end.Status)
        .Set("@ending", Name(end.Ending))
        .Set("@stop", end.Stop)
        .Set("@input", end.Usage.Input)
        .Set("@read", end.Usage.CacheRead)
        .Set("@write5m", end.Usage.CacheWrite5m)
        .Set("@write1h", end.Usage.CacheWrite1h)
        .Set("@output", end.Usage.Output)
        .Set("@reasoning", end.Usage.Reasoning)
        .Set("@estimated", end.Estimated ? 1 : 0)
        .Set("@cost", end.Cost?.Nanos)
        .Set("@book", end.PriceBook)
        .Set("@from", end.PricesFrom?.ToString("O"))
        .Set("@first", (long?)end.FirstByte?.TotalMilliseconds)
        .Set("@total", (long)end.Total.TotalMilliseconds)
        .Run());

    /// <summary>
    /// Closes the intents that a crash left open longer than <paramref name="age"/> ago: what became of them is unknown,
    /// so they are charged at what was reserved. Returns how many there were.
    /// </summary>
    public async Task<int> CloseAbandonedAsync(TimeSpan age)
    {
        var closed = 0;
        var now = clock.GetUtcNow();
        await writes.CommitAsync(statements => closed = statements["""
                INSERT INTO entries (call_id, kind, at, key_id, model_asked, provider, dialect_in, dialect_out, simulated, reserved_nanos, estimated, cost_nanos)
                SELECT call_id, 'unknown', @now, key_id, model_asked, provider, dialect_in, dialect_out, simulated, reserved_nanos, 1, reserved_nanos
                FROM entries AS i
                WHERE kind = 'intent' AND at <= @before
                  AND NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.call_id = i.call_id AND e.kind <> 'intent')
                """]
            .Set("@now", now.ToUnixTimeMilliseconds())
            .Set("@before", (now - age).ToUnixTimeMilliseconds())
            .Run());
        return closed;
    }

    /// <summary>
    /// What the ledger has charged so far, simulated calls apart from real ones. A call that is still open,
    /// in another process or since a crash, counts at what was reserved for it; so does one whose cost could not be told.
    /// </summary>
    public Usd Spent(bool simulated)
    {
        using var connection = database.Connect();
        using var sum = new Statement(connection, """
            SELECT COALESCE(SUM(CASE kind WHEN 'intent' THEN reserved_nanos ELSE COALESCE(cost_nanos, reserved_nanos) END), 0)
            FROM entries AS e
            WHERE simulated = @simulated
              AND (kind <> 'intent' OR NOT EXISTS (SELECT 1 FROM entries AS x WHERE x.call_id = e.call_id AND x.kind <> 'intent'))
            """);
        return new Usd(sum.Set("@simulated", simulated ? 1 : 0).Number()!.Value);
    }

    /// <summary>Whether an entry could be written now. It really writes, the schema's number over itself: a full disk shows only then.</summary>
    public async Task<bool> IsWritableAsync()
    {
        try
        {
            await writes.CommitAsync(statements =>
            {
                var version = statements["PRAGMA user_version"].Number();
                statements[string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}")].Run();
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

    private static Statement Bind(Statement statement, Intent intent) => statement
        .Set("@call", intent.CallId)
        .Set("@at", intent.At.ToUnixTimeMilliseconds())
        .Set("@key", intent.KeyId)
        .Set("@asked", intent.ModelAsked)
        .Set("@provider", intent.Provider)
        .Set("@in", intent.DialectIn)
        .Set("@out", intent.DialectOut)
        .Set("@simulated", intent.Simulated ? 1 : 0)
        .Set("@reserved", intent.Reserved?.Nanos);
}
