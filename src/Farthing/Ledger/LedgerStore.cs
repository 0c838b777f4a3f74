using System.Globalization;
using Farthing.Budgets;
using Farthing.Storage;
using Microsoft.Data.Sqlite;

namespace Farthing.Ledger;

/// <summary>
/// The ledger: a hold before each call, then, in one transaction, the entries of how it went, their share of the sums by hour and day and of the
/// budgets, and the end of the hold. So the budgets' sums are the ledger's at every moment, also after a crash.
/// </summary>
/// <param name="lease">How long a hold outlives the last sign of life of the gateway that runs the call.</param>
internal sealed class LedgerStore(Database database, WriteQueue writes, TimeProvider clock, TimeSpan lease)
{
    private const string InsertHold = """
        INSERT INTO holds VALUES (@call, @gateway, @expires, @started, @key, @team, @project, @session, @user, @label, @asked, @model, @provider, @in, @out, @simulated, @reserved, @lines)
        """;

    /// <summary>Names this process among those that share the file.</summary>
    private readonly string _gateway = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");

    /// <summary>Holds the call's worst case against all its budgets at once, or against none. When the task ends, the hold is on the disk: only then may the call be sent.</summary>
    /// <remarks>What follows runs on the writer's thread: whatever takes long or blocks has to leave it first.</remarks>
    /// <param name="revision">The state of keys and budgets that the hold was made from.</param>
    public Task<HoldResult> HoldAsync(Hold hold, long revision) => writes.CommitAsync(statements =>
    {
        if (Revision.Of(statements) != revision) return HoldResult.Stale;
        if (BudgetSums.Hold(statements, hold.Lines, hold.Simulated, hold.Reserved?.Nanos ?? 0) is { } refusal) return new HoldResult(refusal, false, []);
        Bind(statements[InsertHold], hold).Run();
        return Warnings(statements, hold) is { } warnings ? new HoldResult(null, false, warnings) : HoldResult.Held;
    }, briefly: true);

    /// <summary>
    /// The task ends when the end is on the disk. A hold that ran out in the meantime was charged as unknown; then this is its correction.
    /// Returns the warnings that budgets give for the first time; a simulated call gives its caller a header, and nobody else a warning.
    /// </summary>
    public Task<IReadOnlyList<BudgetWarning>> SettleAsync(Hold hold, Settlement end) => writes.JoinCommitAsync<IReadOnlyList<BudgetWarning>>(statements =>
    {
        if (!hold.IsWritten) WriteLate(statements, hold, end);
        else if (Holds.End(statements, hold.CallId) is { } lines)
        {
            EntryRow.Write(statements, hold, end);
            BudgetSums.Charge(statements, lines, hold.Simulated, hold.Reserved?.Nanos ?? 0, EntryRow.Charged(hold, end));
        }
        else
        {
            Correction.Write(statements, hold, end);
        }

        return !hold.Simulated && Warnings(statements, hold) is { } warnings ? [.. warnings.Where(w => BudgetSums.Warn(statements, w.Line, w.Percent))] : [];
    });

    /// <summary>Renews the leases of this process's calls, and ends those that have run out, which a crash left: they are charged at what was reserved. Returns how many.</summary>
    public async Task<int> SweepAsync()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var ended = 0;
        await writes.CommitAsync(statements =>
        {
            statements["UPDATE holds SET expires = @until WHERE gateway = @gateway"].Set("@until", now + (long)lease.TotalMilliseconds).Set("@gateway", _gateway).Run();
            ended = Holds.EndExpired(statements, now);
        });
        return ended;
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

    /// <summary>The state of keys and budgets in the file; a number that grows with each change.</summary>
    public long CurrentRevision() => Revision.Of(database);

    /// <summary>A call that was made while the ledger could not be written: no hold stands for it.</summary>
    private static void WriteLate(Statements statements, Hold hold, Settlement end)
    {
        BudgetSums.Hold(statements, hold.Lines, hold.Simulated, 0); // a line may be the first of its window
        EntryRow.Write(statements, hold, end);
        BudgetSums.Charge(statements, BudgetSums.Named(hold.Lines), hold.Simulated, 0, EntryRow.Charged(hold, end));
    }

    private static List<BudgetWarning>? Warnings(Statements statements, Hold hold)
    {
        List<BudgetWarning>? warnings = null;
        foreach (var line in hold.Lines)
            if (line.Budget.WarnAt.Count > 0 && BudgetWarning.Of(line, BudgetSums.Read(statements, line, hold.Simulated).Spent) is { } warning) (warnings ??= []).Add(warning);
        return warnings;
    }

    private Statement Bind(Statement statement, Hold hold) => EntryRow.Who(statement, hold)
        .Set("@gateway", _gateway)
        .Set("@expires", (clock.GetUtcNow() + lease).ToUnixTimeMilliseconds())
        .Set("@started", hold.Started.ToUnixTimeMilliseconds())
        .Set("@model", hold.Model)
        .Set("@provider", hold.Provider)
        .Set("@out", hold.DialectOut)
        .Set("@simulated", hold.Simulated ? 1 : 0)
        .Set("@reserved", hold.Reserved?.Nanos)
        .Set("@lines", BudgetSums.Named(hold.Lines));
}

/// <summary>What became of a hold.</summary>
/// <param name="Refusal">The budget without room; null where there is none.</param>
/// <param name="IsStale">Keys or budgets have changed: nothing is held, and the hold is to be made anew.</param>
/// <param name="Warnings">What the caller is told of budgets that are nearly spent.</param>
internal sealed record HoldResult(BudgetRefusal? Refusal, bool IsStale, IReadOnlyList<BudgetWarning> Warnings)
{
    public static HoldResult Held { get; } = new(null, false, []);

    public static HoldResult Stale { get; } = new(null, true, []);
}
