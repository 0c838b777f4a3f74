using Farthing.Budgets;
using Farthing.Catalogue;
using Farthing.Ledger;
using Farthing.Storage;
using Farthing.Wire;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Farthing.Tests.Ledger;

/// <summary>A ledger of its own in a temporary folder, with a clock that stands still; several gateways may share its file.</summary>
internal sealed class Books : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly List<WriteQueue> _queues = [];

    public Books() => Database = Database.Open(_folder.In("farthing.db"));

    public Database Database { get; }

    public string Folder => _folder.Path;

    public FakeTimeProvider Clock { get; } = new(Start);

    /// <summary>One more gateway on the same file.</summary>
    public (LedgerStore Ledger, BudgetStore Budgets) Open()
    {
        var writes = new WriteQueue(Database);
        _queues.Add(writes);
        return (new LedgerStore(Database, writes, Clock, Lease), new BudgetStore(Database, writes));
    }

    public static Hold Hold(string id, long reserved = 900, bool simulated = false, Billing? billing = null, DateTimeOffset? at = null, params Budget[] budgets) =>
        new(id, at ?? Start, billing ?? new Billing("key"), "claude-haiku-4-5", "claude-haiku-4-5", "anthropic", "anthropic", "anthropic", simulated, new Usd(reserved),
            [.. budgets.Select(b => new BudgetLine(b, b.WindowAt(at ?? Start)))]);

    public static Settlement End(long? cost, Ending ending = Ending.Completed, bool simulated = false, params Retry[] retries) =>
        new(Start, "anthropic", "anthropic", simulated, "claude-haiku-4-5", "m", retries, retries.Length + 1, 200, ending, "end_turn", new Usage(Input: 1, Output: 2), false,
            cost is { } known ? new Usd(known) : null, "list", null, new Rates(1, 0.1m, 1.25m, 2, 5), null, TimeSpan.FromSeconds(1));

    public static Budget Limit(long nanos, BudgetScope scope = BudgetScope.Installation, string of = "", BudgetPeriod period = BudgetPeriod.Ever, bool soft = false) =>
        new($"{scope}-{of}-{period}", scope, of, period, "UTC", new Usd(nanos), soft, []);

    public long Number(string sql)
    {
        using var connection = Database.Connect();
        using var statement = new Statement(connection, sql);
        return statement.Number() ?? -1;
    }

    public string Text(string sql)
    {
        using var connection = Database.Connect();
        using var statement = new Statement(connection, sql);
        return statement.Text() ?? "";
    }

    public void Execute(string sql)
    {
        using var connection = Database.Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of tests
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Spent and held of a budget's first window.</summary>
    public (long Spent, long Held) Sums(Budget budget, bool simulated = false) => (
        Number($"SELECT spent FROM budget_sums WHERE budget = '{budget.Id}' AND simulated = {(simulated ? 1 : 0)}"),
        Number($"SELECT held FROM budget_sums WHERE budget = '{budget.Id}' AND simulated = {(simulated ? 1 : 0)}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _queues) await queue.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
