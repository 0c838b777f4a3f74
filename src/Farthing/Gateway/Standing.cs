using Farthing.Budgets;
using Farthing.Keys;
using Farthing.Ledger;
using Microsoft.Data.Sqlite;

namespace Farthing.Gateway;

/// <summary>
/// Keys and budgets as a running gateway knows them: in memory, so that no call waits for a file and no lost database turns a valid key away.
/// What a command changes is read within a second or so; a budget also before the next call is held against it.
/// </summary>
internal sealed class Standing(KeyRing keys, Func<IReadOnlyList<(ApiKey, byte[])>>? readKeys, BudgetStore store, Budget configured, LedgerStore ledger)
{
    private BudgetBook _book = new(-1, [configured]);

    public KeyRing Keys => keys;

    public BudgetBook Book => Volatile.Read(ref _book);

    /// <summary>Reads what has changed; nothing where nothing has.</summary>
    /// <exception cref="SqliteException">The database cannot be read; what is known stays.</exception>
    public void Refresh()
    {
        var revision = ledger.CurrentRevision();
        if (revision == Book.Revision) return;
        if (readKeys is not null) keys.Replace(readKeys());
        // Read before the content: a change in between makes this one stale at once, and it is read again.
        Volatile.Write(ref _book, new BudgetBook(revision, [configured, .. store.Load()]));
    }
}
