using Farthing.Storage;

namespace Farthing.Keys;

/// <summary>The teams or the projects: names that keys and budgets refer to.</summary>
internal sealed class NameStore(Database database, WriteQueue writes, TimeProvider clock, bool projects)
{
    private string Table => projects ? "projects" : "teams";

    public IReadOnlyList<(string Name, DateTimeOffset CreatedAt)> List()
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of two constants
        command.CommandText = $"SELECT name, created_at FROM {Table} ORDER BY name";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var names = new List<(string, DateTimeOffset)>();
        while (reader.Read()) names.Add((reader.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1))));
        return names;
    }

    /// <summary>Adds a name; false when it is there already.</summary>
    public async Task<bool> CreateAsync(string name)
    {
        var added = false;
        await writes.CommitAsync(statements =>
        {
            added = statements[$"INSERT OR IGNORE INTO {Table} (name, created_at) VALUES (@name, @at)"]
                .Set("@name", name).Set("@at", clock.GetUtcNow().ToUnixTimeMilliseconds()).Run() == 1;
            Revision.Next(statements);
        });
        return added;
    }
}
