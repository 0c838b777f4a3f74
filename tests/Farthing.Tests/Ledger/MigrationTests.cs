using Farthing.Ledger;
using Farthing.Storage;
using Farthing.Wire;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Farthing.Tests.Ledger;

public class MigrationTests
{
    private const string Earlier = """
        INSERT INTO entries (call_id, kind, at, key_id, model_asked, provider, dialect_in, dialect_out, simulated, reserved_nanos) VALUES
            ('done', 'intent', 3600000, 'k', 'budget', 'anthropic', 'anthropic', 'anthropic', 0, 900),
            ('open', 'intent', 3600001, 'k', 'budget', 'anthropic', 'anthropic', 'anthropic', 0, 55);
        INSERT INTO entries (call_id, kind, at, key_id, model_asked, model_served, provider, dialect_in, dialect_out, simulated, reserved_nanos, attempts, status, ending, input, output, cost_nanos, total_ms) VALUES
            ('done', 'settle', 7200005, 'k', 'budget', 'claude-haiku-4-5', 'anthropic', 'anthropic', 'anthropic', 0, 900, 2, 200, 'completed', 10, 20, 110, 5000);
        PRAGMA user_version = 3;
        """;

    [Fact]
    public void A_ledger_of_the_earlier_form_keeps_every_call_and_what_is_open_stays_held()
    {
        using var folder = new TemporaryFolder();
        var path = folder.In("farthing.db");
        using (var old = new SqliteConnection($"Data Source={path}"))
        {
            old.Open();
            foreach (var script in new[] { "0001_ledger.sql", "0002_keys.sql", "0003_token_factors.sql" }) Execute(old, Script(script));
            Execute(old, Earlier);
        }

        using (var connection = Database.Open(path).Connect())
        {
            Assert.Equal("done 2 settle 3600000 7200005 110 110", One(connection, "SELECT call_id || ' ' || attempt || ' ' || kind || ' ' || started || ' ' || at || ' ' || cost_nanos || ' ' || charged_nanos FROM entries"));
            Assert.Equal("open 55 3600001", One(connection, "SELECT call_id || ' ' || reserved_nanos || ' ' || expires FROM holds"));
            Assert.Equal("1 k claude-haiku-4-5 1 2 10 20 110", One(connection, "SELECT hour || ' ' || key_id || ' ' || model || ' ' || calls || ' ' || attempts || ' ' || input || ' ' || output || ' ' || cost_nanos FROM hourly"));
        }

        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task Sums_that_are_added_up_anew_from_the_entries_are_what_the_calls_wrote()
    {
        const string daily = "SELECT GROUP_CONCAT(concat_ws(' ', day, key_id, team, project, provider, model, user, label, simulated, calls, attempts, estimated, unpriced, input, cache_read, cache_write_5m, cache_write_1h, output, cost_nanos, charged_nanos), char(10)) FROM daily";
        const string sessions = "SELECT GROUP_CONCAT(concat_ws(' ', day, key_id, team, project, session, user, label, simulated, calls, attempts, estimated, unpriced, input, cache_read, cache_write_5m, cache_write_1h, output, cost_nanos, charged_nanos), char(10)) FROM daily_sessions";
        const string all = "SELECT GROUP_CONCAT(concat_ws(' ', hour, key_id, team, project, provider, model, session, user, label, simulated, calls, attempts, estimated, unpriced, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, cost_nanos, charged_nanos, total_ms), char(10)) FROM hourly";
        await using var books = new Books();
        var (ledger, _) = books.Open();
        var nightly = new Billing("k", "blue", "shop", "s", "ann", "nightly");
        var late = Books.Hold("late", 55, billing: nightly);
        foreach (var hold in new[] { late, Books.Hold("crashed", 7, billing: nightly) }) await ledger.HoldAsync(hold, 0);
        books.Clock.Advance(Books.Lease);
        var (other, _) = books.Open();
        await other.SweepAsync();
        await ledger.SettleAsync(late, Books.End(20));
        var retry = new Retry(Books.Start, Books.Start.AddSeconds(1), "openai", "openai-chat", "gpt-4o-mini", false, 503);
        foreach (var (id, label, end) in new[]
        {
            ("1", "nightly", Books.End(3)), ("2", null, Books.End(5, retries: [retry])), ("3", null, Books.End(null)), ("4", "nightly", Books.End(0, Ending.Refused)), ("5", "nightly", Books.End(9, simulated: true)),
        })
        {
            var hold = Books.Hold(id, simulated: end.Simulated, billing: nightly with { Label = label, Session = "s" + id }, at: id == "1" ? Books.Start.AddHours(-13) : null);
            await ledger.HoldAsync(hold, 0);
            await ledger.SettleAsync(hold, end with { Usage = new Usage(Input: 1, CacheRead: 20, CacheWrite5m: 300, CacheWrite1h: 4_000, Output: 50_000, Reasoning: 7) });
        }

        var (byHour, byDay, bySession) = (books.Text(all), books.Text(daily), books.Text(sessions));
        Assert.Equal((6, 5, 6), (byHour.Split('\n').Length, byDay.Split('\n').Length, bySession.Split('\n').Length));
        books.Execute("DROP TABLE daily; DROP TABLE daily_sessions;" + Script("0007_label.sql") + Script("0008_daily.sql"));
        Assert.Equal((byHour, byDay, bySession), (books.Text(all), books.Text(daily), books.Text(sessions)));
    }

    [Fact]
    public async Task A_gateway_of_the_version_before_that_runs_on_keeps_the_sums_by_day_too()
    {
        await using var books = new Books();
        const string before = """
            INSERT INTO hourly VALUES (480000, 'k', '', '', 'anthropic', 'm', 's', '', '', 0, 1, 1, 0, 0, 5, 6, 7, 8, 9, 10, 11, 12, 13)
            ON CONFLICT DO UPDATE SET calls = calls + 1, attempts = attempts + 1, input = input + 5, cache_read = cache_read + 6, cache_write_5m = cache_write_5m + 7, cache_write_1h = cache_write_1h + 8,
                output = output + 9, reasoning = reasoning + 10, cost_nanos = cost_nanos + 11, charged_nanos = charged_nanos + 12, total_ms = total_ms + 13;
            """;
        books.Execute(before + before + before);
        foreach (var sums in new[] { "daily", "daily_sessions" })
            Assert.Equal("20000 k 3 3 0 0 15 18 21 24 27 33 36", books.Text($"SELECT concat_ws(' ', day, key_id, calls, attempts, estimated, unpriced, input, cache_read, cache_write_5m, cache_write_1h, output, cost_nanos, charged_nanos) FROM {sums}"));
    }

    private static string Script(string name)
    {
        using var reader = new StreamReader(typeof(Database).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static string? One(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        return statement.Text();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // our own scripts
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
