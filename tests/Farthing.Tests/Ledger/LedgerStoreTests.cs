using Farthing.Budgets;
using Farthing.Ledger;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Farthing.Tests.Ledger;

public class LedgerStoreTests
{
    [Fact]
    public async Task What_is_held_becomes_what_was_spent()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        var limit = Books.Limit(1_000);

        await ledger.HoldAsync(Books.Hold("1", 900, budgets: limit), 0);
        Assert.Equal((0, 900), books.Sums(limit));
        await ledger.SettleAsync(Books.Hold("1", 900, budgets: limit), Books.End(100));
        Assert.Equal((100, 0), books.Sums(limit));

        await ledger.HoldAsync(Books.Hold("2", 900, budgets: limit), 0);
        await ledger.SettleAsync(Books.Hold("2", 900, budgets: limit), Books.End(0, Ending.Refused));
        Assert.Equal((100, 0), books.Sums(limit));
        Assert.Equal(0, books.Number("SELECT COUNT(*) FROM holds"));
    }

    [Fact]
    public async Task A_call_whose_cost_cannot_be_told_counts_as_reserved()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        var limit = Books.Limit(1_000);
        await ledger.HoldAsync(Books.Hold("1", 30, budgets: limit), 0);
        await ledger.SettleAsync(Books.Hold("1", 30, budgets: limit), Books.End(null));
        Assert.Equal((30, 0), books.Sums(limit));
        Assert.Equal(1, books.Number("SELECT unpriced FROM hourly"));
    }

    [Fact]
    public async Task A_call_is_settled_once()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        var limit = Books.Limit(1_000);
        var hold = Books.Hold("1", budgets: limit);
        await ledger.HoldAsync(hold, 0);
        await ledger.SettleAsync(hold, Books.End(100));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.SettleAsync(hold, Books.End(100)));
        Assert.Equal((100, 0), books.Sums(limit));
        Assert.Equal(100, books.Number("SELECT cost_nanos FROM hourly"));
    }

    [Fact]
    public async Task All_budgets_of_a_call_hold_it_or_none_does()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        var (wide, tight) = (Books.Limit(1_000), Books.Limit(50, BudgetScope.Team, "blue"));

        var refused = await ledger.HoldAsync(Books.Hold("1", 60, billing: new Billing("key", "blue"), budgets: [wide, tight]), 0);

        Assert.Equal((tight, 50, 0), (refused.Refusal!.Line.Budget, refused.Refusal.Left.Nanos, refused.Refusal.Held.Nanos));
        Assert.Equal((0, 0), books.Sums(wide));
        Assert.Null((await ledger.HoldAsync(Books.Hold("2", 60, budgets: [wide]), 0)).Refusal);
        Assert.Null((await ledger.HoldAsync(Books.Hold("3", 0, budgets: [wide, tight with { Limit = default }]), 0)).Refusal); // what costs nothing always passes
    }

    [Fact]
    public async Task A_soft_budget_counts_and_never_refuses()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        var soft = Books.Limit(10, soft: true);
        Assert.Null((await ledger.HoldAsync(Books.Hold("1", 60, budgets: soft), 0)).Refusal);
        Assert.Equal((0, 60), books.Sums(soft));
    }

    [Fact]
    public async Task Simulated_calls_do_not_eat_real_money()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        var limit = Books.Limit(10);
        Assert.Null((await ledger.HoldAsync(Books.Hold("1", 10, simulated: true, budgets: limit), 0)).Refusal);
        Assert.NotNull((await ledger.HoldAsync(Books.Hold("2", 1, simulated: true, budgets: limit), 0)).Refusal);
        Assert.Null((await ledger.HoldAsync(Books.Hold("3", 10, budgets: limit), 0)).Refusal);
    }

    [Fact]
    public async Task A_hold_made_from_budgets_that_have_changed_is_not_made()
    {
        await using var books = new Books();
        var (ledger, budgets) = books.Open();
        Assert.False((await ledger.HoldAsync(Books.Hold("1"), 0)).IsStale);
        await budgets.SetAsync(Books.Limit(5));
        Assert.True((await ledger.HoldAsync(Books.Hold("2"), 0)).IsStale);
        Assert.Equal(1, books.Number("SELECT COUNT(*) FROM holds"));
    }

    [Fact]
    public async Task A_budget_set_amid_its_window_begins_with_what_the_ledger_says_of_it()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        var blue = new Billing("key", "blue");
        await ledger.HoldAsync(Books.Hold("settled", 90, billing: blue), 0);
        await ledger.SettleAsync(Books.Hold("settled", 90, billing: blue), Books.End(40));
        await ledger.HoldAsync(Books.Hold("yesterday", 90, billing: blue, at: Books.Start.AddDays(-1)), 0);
        await ledger.HoldAsync(Books.Hold("other", 90, billing: new Billing("key", "red")), 0);
        var open = Books.Hold("open", 7, billing: blue);
        await ledger.HoldAsync(open, 0);

        var day = Books.Limit(1_000, BudgetScope.Team, "blue", BudgetPeriod.Day);
        await ledger.HoldAsync(Books.Hold("next", 5, billing: blue, budgets: day), 0);
        Assert.Equal((40, 12), books.Sums(day));

        await ledger.SettleAsync(open, Books.End(3)); // it was held before there was a budget, and counts in it all the same
        Assert.Equal((43, 5), books.Sums(day));
    }

    [Fact]
    public async Task What_a_crash_left_is_charged_at_its_worst_case_once_its_lease_is_over_and_what_lives_is_renewed()
    {
        await using var books = new Books();
        var (dead, _) = books.Open();
        var limit = Books.Limit(1_000);
        await dead.HoldAsync(Books.Hold("1", 55, budgets: limit), 0);
        var (living, _) = books.Open();
        await living.HoldAsync(Books.Hold("2", 7, budgets: limit), 0);

        books.Clock.Advance(Books.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await living.SweepAsync());
        books.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await living.SweepAsync());
        Assert.Equal(0, await living.SweepAsync());

        Assert.Equal((55, 7), books.Sums(limit));
        Assert.Equal(55, books.Number("SELECT cost_nanos FROM entries WHERE kind = 'unknown' AND estimated = 1"));
        Assert.Equal(55, books.Number("SELECT charged_nanos FROM hourly"));
    }

    [Fact]
    public async Task A_call_that_ends_after_it_was_given_up_is_corrected_to_what_it_really_cost()
    {
        await using var books = new Books();
        var (frozen, _) = books.Open();
        var (other, _) = books.Open();
        var limit = Books.Limit(1_000);
        var hold = Books.Hold("1", 55, budgets: limit);
        await frozen.HoldAsync(hold, 0);
        books.Clock.Advance(Books.Lease);
        await other.SweepAsync();

        await frozen.SettleAsync(hold, Books.End(20));

        Assert.Equal((20, 0), books.Sums(limit));
        Assert.Equal(20, books.Number("SELECT SUM(charged_nanos) FROM entries"));
        Assert.Equal(20, books.Number("SELECT SUM(charged_nanos) FROM hourly"));
        await Assert.ThrowsAsync<SqliteException>(() => frozen.SettleAsync(hold, Books.End(20)));
        Assert.Equal((20, 0), books.Sums(limit));
    }

    [Fact]
    public async Task Every_try_of_a_call_is_an_entry()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        await ledger.HoldAsync(Books.Hold("1"), 0);
        var failed = new Retry(Books.Start, Books.Start.AddSeconds(1), "openai", "openai-chat", "gpt-4o-mini", false, 503);
        await ledger.SettleAsync(Books.Hold("1"), Books.End(100, retries: [failed, failed with { Status = null }]));
        Assert.Equal(2, books.Number("SELECT COUNT(*) FROM entries WHERE kind = 'retry' AND cost_nanos = 0 AND model = 'gpt-4o-mini'"));
        Assert.Equal(3, books.Number("SELECT attempt FROM entries WHERE kind = 'settle' AND rates = '1/0.1/1.25/2/5'"));
        Assert.Equal(3, books.Number("SELECT attempts FROM hourly WHERE calls = 1"));
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_written_says_so_and_recovers()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        Assert.True(await ledger.IsWritableAsync());
        var limit = Books.Limit(1_000);
        using (var other = books.Database.Connect())
        {
            Execute(other, "CREATE TRIGGER no BEFORE INSERT ON holds BEGIN SELECT RAISE(ABORT, 'full'); END");
            await Assert.ThrowsAsync<SqliteException>(() => ledger.HoldAsync(Books.Hold("1", budgets: limit), 0));
            Execute(other, "DROP TRIGGER no");
        }

        Assert.Equal((-1, -1), books.Sums(limit)); // nothing of what failed is left
        await ledger.HoldAsync(Books.Hold("1", budgets: limit), 0);
        Assert.Equal((0, 900), books.Sums(limit));
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this test
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
