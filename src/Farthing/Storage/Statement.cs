using Microsoft.Data.Sqlite;

namespace Farthing.Storage;

/// <summary>One SQL text on the writer's connection, parsed once and run many times. Used by the writer alone.</summary>
internal sealed class Statement(SqliteConnection connection, string sql) : IDisposable
{
#pragma warning disable CA2100 // every text is a constant of the feature that writes, or one with a number in it
    private readonly SqliteCommand _command = new(sql, connection);
#pragma warning restore CA2100
    private readonly Dictionary<string, SqliteParameter> _parameters = [];

    /// <summary>Gives a parameter its value for the next run; it keeps it for those that follow.</summary>
    public Statement Set(string name, object? value)
    {
        if (!_parameters.TryGetValue(name, out var parameter))
            _parameters[name] = parameter = _command.Parameters.Add(new SqliteParameter { ParameterName = name });
        parameter.Value = value ?? DBNull.Value;
        return this;
    }

    /// <summary>How many rows it changed.</summary>
    public int Run() => _command.ExecuteNonQuery();

    public object? Scalar() => _command.ExecuteScalar();

    public void Dispose() => _command.Dispose();
}

/// <summary>The statements of the writer's connection, by their text.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> _all = [];

    public Statement this[string sql] => _all.TryGetValue(sql, out var known) ? known : _all[sql] = new Statement(connection, sql);

    public void Dispose()
    {
        foreach (var statement in _all.Values) statement.Dispose();
    }
}
