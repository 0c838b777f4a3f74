using Farthing.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Farthing.Tests.Storage;

public class WriteQueueTests
{
    private static Action<Statements> Key(string id) => statements =>
        statements["INSERT INTO keys (id, name, hash, ends_with, created_at) VALUES (@id, 'n', @id, 'x', 0)"].Set("@id", id).Run();

    private static long Count(Database database)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM keys";
        return (long)command.ExecuteScalar()!;
    }

    [Fact]
    public async Task A_write_that_fails_fails_alone()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.In("farthing.db"));
        await using var writes = new WriteQueue(database);
        var all = new[] { "a", "b", "a", "c" }.Select(id => writes.CommitAsync(Key(id))).ToArray();

        await Assert.ThrowsAsync<SqliteException>(() => all[2]);
        await Task.WhenAll(all[0], all[1], all[3]);
        Assert.Equal(3, Count(database));
    }

    [Fact]
    public async Task A_write_to_a_deleted_file_fails_instead_of_being_lost()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.In("farthing.db"));
        await using var writes = new WriteQueue(database);
        await writes.CommitAsync(Key("a"));
        File.Delete(folder.In("farthing.db"));

        var e = await Assert.ThrowsAsync<IOException>(() => writes.CommitAsync(Key("b")));
        Assert.Contains("was deleted", e.Message);
    }

    [Fact]
    public async Task A_fault_in_one_write_does_not_stop_the_writer()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.In("farthing.db"));
        await using var writes = new WriteQueue(database);
        await Assert.ThrowsAsync<InvalidOperationException>(() => writes.CommitAsync(_ => throw new InvalidOperationException("bug")));
        await writes.CommitAsync(Key("a"));
        Assert.Equal(1, Count(database));
    }

    [Fact]
    public async Task What_was_awaited_is_there_for_another_process()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.In("farthing.db"));
        await using var writes = new WriteQueue(database);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => writes.CommitAsync(Key($"k{i}"))));
        Assert.Equal(500, Count(Database.Open(folder.In("farthing.db"))));
    }

    /// <summary>A crowd must not keep the writer from its next commit.</summary>
    [Fact]
    public async Task Some_that_waited_go_on_at_the_writer_and_the_others_elsewhere()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.In("farthing.db"));
        await using var writes = new WriteQueue(database);
        using var gate = new ManualResetEventSlim();
        var first = writes.CommitAsync(_ => gate.Wait());
        var crowd = Enumerable.Range(0, 100).Select(async i =>
        {
            await writes.CommitAsync(Key($"k{i}"), briefly: true);
            return Thread.CurrentThread.Name == "ledger writer";
        }).ToArray();
        gate.Set();
        await first;
        Assert.Equal(32, (await Task.WhenAll(crowd)).Count(here => here));
        Assert.Equal(100, Count(database));
    }

    [Fact]
    public async Task What_nobody_waits_for_is_committed_in_the_end_also_without_another_write()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.In("farthing.db"));
        await using var writes = new WriteQueue(database);
        Assert.Equal(1, await writes.JoinCommitAsync(statements =>
        {
            Key("a")(statements);
            return 1;
        }));
        Assert.Equal(1, Count(database));
    }

    [Fact]
    public async Task What_still_lies_is_committed_when_the_queue_ends()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.In("farthing.db"));
        var writes = new WriteQueue(database);
        var all = Enumerable.Range(0, 50).Select(i => writes.JoinCommitAsync(statements => statements["INSERT INTO revision VALUES (@n)"].Set("@n", i + 1).Run())).ToArray();
        await writes.DisposeAsync();
        Assert.All(all, write => Assert.True(write.IsCompletedSuccessfully));
        using var connection = database.Connect();
        using var written = new Statement(connection, "SELECT COUNT(*) FROM revision WHERE n > 0");
        Assert.Equal(50, written.Number());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writes.JoinCommitAsync(_ => 1));
    }

    [Fact]
    public async Task What_a_commit_has_added_up_is_added_up_anew_without_a_write_that_failed()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.In("farthing.db"));
        await using var writes = new WriteQueue(database);
        using var gate = new ManualResetEventSlim();
        var first = writes.CommitAsync(_ => gate.Wait());
        var all = new[] { 5, -1, 3 }.Select(n => writes.CommitAsync(statements =>
        {
            statements.AtCommit(() => new List<int>(), (numbers, to) => to["INSERT INTO revision VALUES (@n)"].Set("@n", numbers.Sum()).Run()).Add(n);
            if (n < 0) throw new InvalidOperationException("bug");
        })).ToArray();
        gate.Set();
        await Task.WhenAll(first, all[0], all[2]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => all[1]);
        using var connection = database.Connect();
        using var sum = new Statement(connection, "SELECT MAX(n) FROM revision");
        Assert.Equal(8, sum.Number());
    }

    [Fact]
    public async Task A_parameter_keeps_no_value_from_before_whatever_comes_between()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.In("farthing.db"));
        await using var writes = new WriteQueue(database);
        var found = new List<string?>();
        await writes.CommitAsync(statements =>
        {
            var echo = statements["SELECT @x"];
            found.AddRange([echo.Set("@x", 5).Text(), echo.Set("@x", (string?)null).Text(), echo.Set("@x", 5).Text(), echo.Set("@x", (long?)null).Text(),
                echo.Set("@x", "5").Text(), echo.SetReal("@x", 1.5).Text(), echo.Set("@x", "5").Text(), echo.Set("@x", 5).Text(), echo.Set("@x", 5).Text()]);
        });
        Assert.Equal(["5", null, "5", null, "5", "1.5", "5", "5", "5"], found);
    }

    [Fact]
    public void A_database_that_is_up_to_date_opens_while_another_process_writes()
    {
        using var folder = new TemporaryFolder();
        using var writer = Database.Open(folder.In("farthing.db")).Connect();
        using var writing = writer.BeginTransaction(deferred: false);
        Assert.Equal(0, Count(Database.Open(folder.In("farthing.db"))));
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused()
    {
        using var folder = new TemporaryFolder();
        using (var connection = Database.Open(folder.In("farthing.db")).Connect())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        var error = Assert.Throws<IOException>(() => Database.Open(folder.In("farthing.db")));
        Assert.Contains("written by a newer version", error.Message, StringComparison.Ordinal);
    }
}
