using Farthing.Catalogue;
using Farthing.Ledger;
using Farthing.Storage;
using Farthing.Wire;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Ledger;

public class LedgerStoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static Intent Intent(string id, bool simulated = false, long reserved = 900) =>
        new(id, Start, "key", "claude-haiku-4-5", "anthropic", "anthropic", "anthropic", simulated, new Usd(reserved));

    private static Settlement End(long cost, Ending ending = Ending.Completed, bool simulated = false) =>
        new(Start, "anthropic", "anthropic", simulated, "m", 1, 200, ending, "end_turn", new Usage(Input: 1, Output: 2), false, new Usd(cost), "list", null, null, TimeSpan.FromSeconds(1));

    private static async Task WithLedgerAsync(Func<LedgerStore, FakeTimeProvider, Database, Task> test)
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.In("farthing.db"));
        var clock = new FakeTimeProvider(Start);
        await using (var writes = new WriteQueue(database)) await test(new LedgerStore(database, writes, clock), clock, database);
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public Task Spent_is_what_was_settled_and_what_is_open_counts_as_reserved() => WithLedgerAsync(async (ledger, _, _) =>
    {
        await ledger.WriteAsync(Intent("1"));
        await ledger.SettleAsync(Intent("1"), End(100));
        await ledger.WriteAsync(Intent("2"));
        await ledger.SettleAsync(Intent("2"), End(0, Ending.Refused));
        await ledger.WriteAsync(Intent("3", reserved: 40));
        await ledger.WriteAsync(Intent("4", simulated: true, reserved: 7));
        Assert.Equal(new Usd(140), ledger.Spent(simulated: false));
        Assert.Equal(new Usd(7), ledger.Spent(simulated: true));
    });

    [Fact]
    public Task A_call_whose_cost_cannot_be_told_counts_as_reserved() => WithLedgerAsync(async (ledger, _, _) =>
    {
        await ledger.WriteAsync(Intent("1", reserved: 30));
        await ledger.SettleAsync(Intent("1", reserved: 30), End(0) with { Cost = null });
        Assert.Equal(new Usd(30), ledger.Spent(simulated: false));
    });

    [Fact]
    public Task A_call_is_settled_once() => WithLedgerAsync(async (ledger, _, _) =>
    {
        await ledger.WriteAsync(Intent("1"));
        await ledger.SettleAsync(Intent("1"), End(100));
        await Assert.ThrowsAsync<SqliteException>(() => ledger.SettleAsync(Intent("1"), End(100)));
        Assert.Equal(new Usd(100), ledger.Spent(simulated: false));
    });

    [Fact]
    public Task What_a_crash_left_open_is_closed_as_unknown_at_its_worst_case_once() => WithLedgerAsync(async (ledger, clock, _) =>
    {
        await ledger.WriteAsync(Intent("1", reserved: 55));
        Assert.Equal(0, await ledger.CloseAbandonedAsync(TimeSpan.FromMinutes(15)));
        clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, await ledger.CloseAbandonedAsync(TimeSpan.FromMinutes(15)));
        Assert.Equal(0, await ledger.CloseAbandonedAsync(TimeSpan.FromMinutes(15)));
        Assert.Equal(new Usd(55), ledger.Spent(simulated: false));
    });

    [Fact]
    public Task A_ledger_that_cannot_be_written_says_so_and_recovers() => WithLedgerAsync(async (ledger, _, database) =>
    {
        Assert.True(await ledger.IsWritableAsync());
        using (var other = database.Connect())
        {
            Execute(other, "CREATE TRIGGER no BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'full'); END");
            await Assert.ThrowsAsync<SqliteException>(() => ledger.WriteAsync(Intent("1")));
            Execute(other, "DROP TRIGGER no");
        }

        await ledger.WriteAsync(Intent("1"));
    });

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this test
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
