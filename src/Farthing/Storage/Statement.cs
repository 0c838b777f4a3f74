using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Farthing.Storage;

/// <summary>
/// One SQL text on a connection, parsed once and run many times. It goes past ADO.NET, which looks every parameter up by name
/// and binds it anew for each run: half of what a ledger entry cost. Used by one thread at a time.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly Dictionary<string, int> _places = [];

    /// <summary>The names in the order in which they were set last, which is that of the next time.</summary>
    private readonly List<(string Name, int Place)> _order = [];
    private int _set;

    /// <summary>What each place holds since it was set last; null before, as SQLite has it.</summary>
    private readonly (Kind Kind, long Number, string? Text)[] _bound;

    /// <exception cref="SqliteException">The text is not SQL, or names what is not there.</exception>
    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        var count = raw.sqlite3_bind_parameter_count(_statement);
        for (var place = 1; place <= count; place++) _places[raw.sqlite3_bind_parameter_name(_statement, place).utf8_to_string()] = place;
        _bound = new (Kind, long, string?)[count + 1];
    }

    private enum Kind { Null, Number, Text, Other }

    /// <summary>Gives a parameter its value for the next run; it keeps it for those that follow.</summary>
    public Statement Set(string name, long? value)
    {
        if (value is not { } number) return SetNull(name);
        var place = Place(name);
        if (_bound[place] is (Kind.Number, var before, _) && before == number) return this;
        Check(SqliteNumbers.Bind(_statement, place, number));
        _bound[place] = (Kind.Number, number, null);
        return this;
    }

    /// <inheritdoc cref="Set(string, long?)"/>
    public Statement Set(string name, string? value)
    {
        if (value is null) return SetNull(name);
        var place = Place(name);
        if (_bound[place] is (Kind.Text, _, var before) && before == value) return this;
        Check(raw.sqlite3_bind_text(_statement, place, value));
        _bound[place] = (Kind.Text, 0, value);
        return this;
    }

    /// <inheritdoc cref="Set(string, long?)"/>
    public Statement SetReal(string name, double value)
    {
        var place = Place(name);
        Check(raw.sqlite3_bind_double(_statement, place, value));
        _bound[place] = (Kind.Other, 0, null);
        return this;
    }

    /// <inheritdoc cref="Set(string, long?)"/>
    public Statement Set(string name, byte[] value)
    {
        var place = Place(name);
        Check(raw.sqlite3_bind_blob(_statement, place, value));
        _bound[place] = (Kind.Other, 0, null);
        return this;
    }

    /// <summary>How many rows it changed.</summary>
    /// <exception cref="SqliteException">It failed, and changed nothing.</exception>
    public int Run()
    {
        Step();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>The first column of the first row, a whole number; null where there is no row.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public long? Number()
    {
        long? found = null;
        Rows(row => found ??= row.LongAt(0));
        return found;
    }

    /// <summary>Hands over every row, whose columns <see cref="LongAt"/> and its like read.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Rows(Action<Statement> row) => Step(row);

    /// <summary>A column of the row at hand, a whole number; 0 where it is null.</summary>
    public long LongAt(int column) => SqliteNumbers.Column(_statement, column);

    /// <summary>A column of the row at hand, a text up to its first NUL; null where it is null.</summary>
    public string? TextAt(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>As <see cref="TextAt"/>, without a string for it, and empty where it is null: the bytes in UTF-8, until the next row.</summary>
    public ReadOnlySpan<byte> Utf8At(int column)
    {
        var text = raw.sqlite3_column_blob(_statement, column);
        return text.IndexOf((byte)0) is >= 0 and var end ? text[..end] : text;
    }

    /// <summary>Whether a column of the row at hand is null.</summary>
    public bool IsNullAt(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>The first column of the first row, a text; null where there is no row.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public string? Text() => Texts() is [var first, ..] ? first : null;

    /// <summary>The first column of every row.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public IReadOnlyList<string> Texts()
    {
        var found = new List<string>(1);
        Rows(row => found.Add(row.TextAt(0)!));
        return found;
    }

    public void Dispose() => _statement.Dispose();

    /// <summary>Runs to the end and makes it ready for the next time, also after a failure, its own or that of whoever takes the rows.</summary>
    private void Step(Action<Statement>? row = null)
    {
        try
        {
            int result;
            while ((result = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW) row?.Invoke(this);
            if (result != raw.SQLITE_DONE) throw Failure(result);
        }
        finally
        {
            _set = 0;
            _ = raw.sqlite3_reset(_statement);
        }
    }

    private Statement SetNull(string name)
    {
        var place = Place(name);
        if (_bound[place].Kind == Kind.Null) return this;
        Check(raw.sqlite3_bind_null(_statement, place));
        _bound[place] = default;
        return this;
    }

    /// <summary>To look up a name takes longer than to bind its value. Names are constants, and set in the same order each time: where they are not, it is looked up.</summary>
    private int Place(string name)
    {
        var at = _set++;
        if (at < _order.Count && ReferenceEquals(_order[at].Name, name)) return _order[at].Place;
        var place = _places[name];
        if (at < _order.Count) _order[at] = (name, place);
        else _order.Add((name, place));
        return place;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw Failure(result);
    }

    private SqliteException Failure(int result) =>
        new($"SQLite error {result}: {raw.sqlite3_errmsg(_database).utf8_to_string()}", result, raw.sqlite3_extended_errcode(_database));
}
