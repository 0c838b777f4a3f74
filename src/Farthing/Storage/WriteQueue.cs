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
    /// <summary>
    /// How long a write that nobody awaits lies before it joins a commit. Each commit writes the last page of every table and index that it
    /// touches anew, so a busy writer writes half as much when many of them go together.
    /// </summary>
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
    private readonly List<Write> _urgent = [];
    private readonly List<Write> _others = [];
    private long _othersSince;
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

    /// <summary>As <see cref="CommitAsync{T}"/>, for a write that nobody waits for: it joins the first commit after 20 ms, or gets one of its own then.</summary>
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
            var list = write.Urgent ? _urgent : _others;
            wakes = list.Count == 0; // once for all that follow
            if (wakes && !write.Urgent) _othersSince = Stopwatch.GetTimestamp();
            list.Add(write);
        }

        if (wakes) _arrived.Set();
        return write.Task;
    }

    private void Loop()
    {
        var batch = new List<Write>();
        while (Take(batch))
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

    /// <summary>Waits for writes and takes those that are due; false when there are none and will be none.</summary>
    private bool Take(List<Write> batch)
    {
        while (true)
        {
            var rest = Timeout.InfiniteTimeSpan;
            lock (_gate)
            {
                if (_others.Count > 0) rest = _closed ? TimeSpan.Zero : Longest - Stopwatch.GetElapsedTime(_othersSince);
                var due = _others.Count > 0 && rest <= TimeSpan.Zero;
                if (_urgent.Count > 0 || due || _closed)
                {
                    Move(_urgent, batch);
                    if (due) Move(_others, batch);
                    return batch.Count > 0;
                }
            }

            _arrived.WaitOne(rest < TimeSpan.Zero ? rest : TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)));
        }
    }

    private static void Move(List<Write> from, List<Write> to)
    {
        to.AddRange(from);
        from.Clear();
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
