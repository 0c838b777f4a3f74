using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Farthing.Storage;

/// <summary>Numbered scripts <c>NNNN_name.sql</c>, embedded beside the slice that owns the tables, applied in order, each once.</summary>
internal static class Migrations
{
    public static void Apply(SqliteConnection connection)
    {
        var scripts = typeof(Migrations).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToArray();

        if (Version(connection) == scripts.Length) return; // so that a reader need not wait for whoever writes

        // IMMEDIATE: two processes that start at once apply the scripts one after the other, not both.
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Version(connection);
        if (version > scripts.Length)
            throw new IOException(
                $"the database has schema {version}, this Farthing knows {scripts.Length}: it was written by a newer version; use that one or another FARTHING_HOME");
        for (var next = version; next < scripts.Length; next++)
            Scalar(connection, Text(scripts[next]));
        Scalar(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {scripts.Length}"));
        transaction.Commit();
    }

    private static int Version(SqliteConnection connection) => Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(Migrations).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is an embedded script or a constant, never input
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
