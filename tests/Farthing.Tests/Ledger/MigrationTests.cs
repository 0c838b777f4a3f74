using Farthing.Storage;
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
