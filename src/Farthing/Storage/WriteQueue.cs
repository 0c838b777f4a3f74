using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Farthing.Storage;

/// <summary>
/// The one writer. Callers hand in a write and await its commit; writes that arrive while a commit is under way share the next one
/// (group commit), so a synchronous=FULL ledger costs one fsync for many calls. A write that fails fails alone.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int MostInOneCommit = 512;

    private readonly Channel<Write> _writes = Channel.CreateBounded<Write>(new BoundedChannelOptions(16_384) { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly Task _loop;

    public WriteQueue(Database database)
    {
        _connection = database.Connect();
        _path = database.Path;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Runs <paramref name="write"/> inside a transaction; the task ends when it is on the disk.</summary>
    /// <exception cref="SqliteException">The write or the commit failed; nothing of it is kept.</exception>
    /// <exception cref="IOException">The file was deleted; nothing is kept.</exception>
    public async Task CommitAsync(Action<SqliteConnection> write)
    {
        var entry = new Write(write, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _writes.Writer.WriteAsync(entry);
        await entry.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        await _loop;
        await _connection.DisposeAsync();
    }

    private async Task LoopAsync()
    {
        var batch = new List<Write>();
        while (await _writes.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostInOneCommit && _writes.Reader.TryRead(out var write)) batch.Add(write);
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Write> batch)
    {
        try
        {
            // SQLite would go on writing into the deleted file in WAL mode, and all of it would be gone at the end.
            if (!File.Exists(_path)) throw new IOException($"the database {_path} was deleted; stop this program, put the file back if you can, and start again");
            using (var transaction = _connection.BeginTransaction(deferred: false))
            {
                foreach (var write in batch) Apply(write, transaction);
                transaction.Commit();
            }

            foreach (var write in batch) write.Finish(null);
        }
        catch (Exception e)
        {
            foreach (var write in batch) write.Finish(e);
        }
    }

    /// <summary>A savepoint for each write: a constraint that one caller breaks must not undo its neighbours.</summary>
    private void Apply(Write write, SqliteTransaction transaction)
    {
        transaction.Save("one");
        try
        {
            write.Run(_connection);
            transaction.Release("one");
        }
        catch (Exception e) when (e is not SqliteException { SqliteErrorCode: 8 or 10 or 13 }) // read-only, I/O, full: the whole commit is lost
        {
            transaction.Rollback("one");
            write.Failure = e;
        }
    }

    private sealed record Write(Action<SqliteConnection> Run, TaskCompletionSource Done)
    {
        public Exception? Failure { get; set; }

        public void Finish(Exception? commitFailure)
        {
            if ((Failure ?? commitFailure) is { } e) Done.TrySetException(e);
            else Done.TrySetResult();
        }
    }
}
