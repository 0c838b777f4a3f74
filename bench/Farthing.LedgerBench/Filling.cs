using Farthing.Storage;

namespace Farthing.LedgerBench;

/// <summary>
/// Fills a ledger as three months of a company would: 40 keys in 8 teams and 20 projects, sessions of 20 calls with up to three models.
/// Plain SQL, since a million calls through the gateway would take longer than anybody waits; the hourly sums are summed from the entries.
/// </summary>
internal static class Filling
{
    private const long Span = 90L * 24 * 3600 * 1000;

    private const string Entries = """
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @count)
        INSERT INTO entries (call_id, attempt, kind, started, at, key_id, team, project, session, user, label, model_asked, model, model_served, provider, dialect_in, dialect_out,
            simulated, reserved_nanos, status, ending, stop, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, estimated,
            cost_nanos, charged_nanos, price_book, prices_from, rates, first_byte_ms, total_ms)
        SELECT printf('%032x', i), 1, 'settle', @from + i * @span / @count, @from + i * @span / @count + 4000, 'key-' || (i / 20 % 40), 'team-' || (i / 20 % 8), 'project-' || (i / 20 % 20),
            'session-' || (i / 20), 'user-' || (i / 20 % 300), NULL, m, m, m, 'provider', 'anthropic', 'anthropic',
            0, 60000000, 200, 'completed', 'end_turn', 1200 + i % 700, i % 9000, i % 400, 0, 300 + i % 500, 0, i % 200 = 0,
            9000000 + i % 1000000, 9000000 + i % 1000000, 'list', '2026-01-01', '1/0.1/1.25/2/5', 400, 4000
        FROM (SELECT i, CASE i % 10 WHEN 0 THEN 'claude-sonnet-4-6' WHEN 1 THEN 'gpt-4o-mini' ELSE 'claude-haiku-4-5' END AS m FROM n)
        """;

    private const string Hourly = """
        INSERT INTO hourly
        SELECT started / 3600000, key_id, team, project, provider, model, session, user, '', simulated, COUNT(*), SUM(attempt), SUM(estimated), 0,
            SUM(input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning), SUM(cost_nanos), SUM(charged_nanos), SUM(total_ms)
        FROM entries GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
        """;

    /// <summary>Returns how many hourly rows came of it.</summary>
    public static long Fill(Database database, long count, DateTimeOffset now)
    {
        using var connection = database.Connect();
        using (var begin = new Statement(connection, "BEGIN")) begin.Run();
        using (var entries = new Statement(connection, Entries))
            entries.Set("@count", count).Set("@from", now.ToUnixTimeMilliseconds() - Span).Set("@span", Span).Run();
        using (var hourly = new Statement(connection, Hourly)) hourly.Run();
        using (var commit = new Statement(connection, "COMMIT")) commit.Run();
        using var rows = new Statement(connection, "SELECT COUNT(*) FROM hourly");
        return rows.Number() ?? 0;
    }
}
