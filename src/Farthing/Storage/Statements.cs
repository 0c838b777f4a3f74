using Microsoft.Data.Sqlite;

namespace Farthing.Storage;

/// <summary>The statements of the writer's connection, by their text.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> _all = [];

    /// <summary>Found by reference first: to hash a text of a thousand characters costs as much as to run it.</summary>
    private readonly Dictionary<object, Statement> _constants = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<Type, (object Sums, Action<Statements> Write)> _atCommit = [];

    public Statement this[string sql]
    {
        get
        {
            if (_constants.TryGetValue(sql, out var known)) return known;
            if (!_all.TryGetValue(sql, out known)) _all[sql] = known = new Statement(connection, sql);
            if (string.IsInterned(sql) is { } constant && ReferenceEquals(constant, sql)) _constants[sql] = known;
            return known;
        }
    }

    /// <summary>What the writes of one commit share: read once, or added up and written once at its end. The same row changed for each call would cost as much as its entry.</summary>
    public T AtCommit<T>(Func<T> begin, Action<T, Statements> write) where T : class =>
        _atCommit.TryGetValue(typeof(T), out var begun) ? (T)begun.Sums : Begin(begin(), write);

    /// <summary>Apart from <see cref="AtCommit"/>, so that only the first of a commit makes the closure.</summary>
    private T Begin<T>(T sums, Action<T, Statements> write) where T : class
    {
        _atCommit[typeof(T)] = (sums, statements => write(sums, statements));
        return sums;
    }

    /// <summary>Writes what <see cref="AtCommit"/> has gathered.</summary>
    public void WriteGathered()
    {
        foreach (var (_, write) in _atCommit.Values) write(this);
        _atCommit.Clear();
    }

    /// <summary>Forgets it, since the commit is undone.</summary>
    public void DropGathered() => _atCommit.Clear();

    public void Dispose()
    {
        foreach (var statement in _all.Values) statement.Dispose();
    }
}
