using Microsoft.Data.Sqlite;

namespace Farthing.Storage;

/// <summary>
/// The SQLite file: WAL, so that readers never wait for the writer, and synchronous=FULL, so that what was answered survives a power cut.
/// Reads open their own connection; every write goes through <see cref="WriteQueue"/>.
/// </summary>
internal sealed class Database
{
    private readonly string _connectionString;

    static Database()
    {
        SQLitePCL.Batteries_V2.Init();
        // Every connection is used by one thread at a time, so SQLite need not take a lock for each of its calls.
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0); // nor, for each piece of memory, one that counts it
    }

    private Database(string path)
    {
        Path = path;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 10 }.ToString();
    }

    public string Path { get; }

    /// <summary>Opens or makes the file and brings its schema up to date.</summary>
    /// <exception cref="IOException">The file cannot be opened or was written by a newer Farthing.</exception>
    public static Database Open(string path)
    {
        var database = new Database(path);
        try
        {
            using var connection = database.Connect();
            Migrations.Apply(connection);
        }
        catch (SqliteException e)
        {
            throw new IOException($"cannot open the database {path}: {e.Message}", e);
        }

        return database;
    }

    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA wal_autocheckpoint=4000;";
        pragmas.ExecuteNonQuery();
        return connection;
    }
}
