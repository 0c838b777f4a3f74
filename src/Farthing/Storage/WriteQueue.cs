using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Farthing.Storage;

/// <summary>
/// The one writer, on a thread of its own, since SQLite's calls block. Callers hand in a write and await its commit; writes that arrive
/// while a commit is under way share the next one (group commit), so a synchronous=FULL ledger costs one fsync for many calls.
/// A write that fails fails alone: the others of its commit are run again without it, so each write is all or nothing and may run twice.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    /// <summary>How long a write that nobody awaits may lie before it gets a commit of its own.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(20);

    /// <summary>A commit of so many writes shows a crowd: the next one waits a moment for more, since each commit costs CPU and an fsync.</summary>
    private const int Crowd = 4;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(2);

    /// <summary>So many that waited for one commit go on one after the other: to wake a thread for each costs more than most of them do with it.</summary>
    private const int Together = 8;

    /// <summary>So many go on at the writer after a commit, while more writes gather; the others are sent off, so that no crowd delays the next commit.</summary>
    private const int MostHere = 32;

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _arrived = new(false);
    private readonly ManualResetEvent _closing = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly string _path;
    private List<Write> _waiting = [];
    private bool _urgent;
    private bool _closed;

    public WriteQueue(Database database)
    {
        _connection = database.Connect();
        _statements = new Statements(_connection);
        _path = database.Path;
        new Thread(Loop) { IsBackground = true, Name = "ledger writer" }.Start();
    }

    /// <summary>Runs <paramref name="write"/> inside a transaction; the task ends when it is on the disk.</summary>
    /// <exception cref="SqliteException">The write or the commit failed; nothing of it is kept.</exception>
    /// <exception cref="IOException">The file was deleted; nothing is kept.</exception>
    /// <param name="briefly">What follows takes some ten microseconds until it waits again, and blocks for nothing: it may run on the writer's thread.</param>
    public Task<T> CommitAsync<T>(Func<Statements, T> write, bool briefly = false) => Add(new Write<T>(write, urgent: true, briefly));

    /// <inheritdoc cref="CommitAsync{T}"/>
    public Task CommitAsync(Action<Statements> write, bool briefly = false) => CommitAsync(statements =>
    {
        write(statements);
        return true;
    }, briefly);

    /// <summary>As <see cref="CommitAsync{T}"/>, for a write that nobody waits for: it joins the next commit, or gets one after 20 ms.</summary>
    public Task<T> JoinCommitAsync<T>(Func<Statements, T> write) => Add(new Write<T>(write, urgent: false, briefly: false));

    /// <summary>Commits what was handed in, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate) _closed = true;
        _closing.Set();
        _arrived.Set();
        await _ended.Task;
        _statements.Dispose();
        _arrived.Dispose();
        _closing.Dispose();
        await _connection.DisposeAsync();
    }

    private Task<T> Add<T>(Write<T> write)
    {
        bool wakes;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            // An urgent write wakes the writer once for all that follow; the first of the others, to begin its wait.
            wakes = write.Urgent ? !_urgent : _waiting.Count == 0;
            _urgent |= write.Urgent;
            _waiting.Add(write);
        }

        if (wakes) _arrived.Set();
        return write.Task;
    }

    private void Loop()
    {
        var batch = new List<Write>();
        while (Take(ref batch))
        {
            var failure = Commit(batch);
            var committed = Stopwatch.GetTimestamp();
            Finish(batch, failure);
            var rest = Gathering - Stopwatch.GetElapsedTime(committed);
            if (batch.Count >= Crowd && rest > TimeSpan.Zero) _closing.WaitOne(rest);
            batch.Clear();
        }

        _ended.SetResult();
    }

    /// <summary>Waits for writes and takes them all; false when there are none and will be none.</summary>
    private bool Take(ref List<Write> batch)
    {
        for (var waited = false; ;)
        {
            bool any;
            lock (_gate)
            {
                any = _waiting.Count > 0;
                if (_urgent || _closed || (any && waited))
                {
                    (batch, _waiting, _urgent) = (_waiting, batch, false);
                    return any;
                }
            }

            waited = !_arrived.WaitOne(any ? Longest : Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Why nothing was kept; null where all was, but what failed alone.</summary>
    private Exception? Commit(List<Write> batch)
    {
        try
        {
            // SQLite would go on writing into the deleted file in WAL mode, and all of it would be gone at the end.
            if (!File.Exists(_path)) throw new IOException($"the database {_path} was deleted; stop this program, put the file back if you can, and start again");
            do
            {
                _statements["BEGIN IMMEDIATE"].Run();
            }
            while (!batch.TrueForAll(Apply) && RollBack()); // once more, without the write that failed
            _statements.WriteGathered();
            _statements["COMMIT"].Run();
            return null;
        }
        catch (Exception e)
        {
            RollBack();
            return e;
        }
    }

    private static void Finish(List<Write> batch, Exception? failure)
    {
        // Whoever handed in a write that nobody waits for has little left to do.
        var (here, elsewhere, left) = (new List<Write>(batch.Count), new List<Write>(), MostHere);
        foreach (var write in batch) (!write.Urgent || (write.Briefly && left-- > 0) ? here : elsewhere).Add(write);
        foreach (var some in elsewhere.Chunk(Together))
        {
            ThreadPool.UnsafeQueueUserWorkItem(writes =>
            {
                foreach (var write in writes) write.Finish(failure);
            }, some, preferLocal: false);
        }

        foreach (var write in here) write.Finish(failure);
    }

    /// <summary>Fails where SQLite has rolled back itself, which is as good.</summary>
    private bool RollBack()
    {
        _statements.DropGathered();
        _ = raw.sqlite3_exec(_connection.Handle, "ROLLBACK");
        return true;
    }

    /// <summary>False when the write has just failed, so that nothing of it may stay.</summary>
    private bool Apply(Write write)
    {
        if (write.Failure is not null) return true;
        try
        {
            write.Run(_statements);
            return true;
        }
        catch (Exception e) when (e is not SqliteException { SqliteErrorCode: 8 or 10 or 13 }) // read-only, I/O, full: the whole commit is lost
        {
            write.Failure = e;
            return false;
        }
    }
}
