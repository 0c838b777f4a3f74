namespace Farthing.Storage;

/// <summary>The number of changes to what a running gateway keeps in memory: keys, teams, projects, budgets. Each change counts it up in its own transaction.</summary>
internal sealed class Revision
{
    private const string Query = "SELECT n FROM revision";

    private long? _now;

    public static void Next(Statements statements)
    {
        statements["UPDATE revision SET n = n + 1"].Run();
        InCommit(statements)._now = null;
    }

    /// <summary>What it is within a commit, for which it is read once.</summary>
    public static long Of(Statements statements) => InCommit(statements)._now ??= statements[Query].Number() ?? 0;

    /// <summary>What it is in the file.</summary>
    public static long Of(Database database)
    {
        using var connection = database.Connect();
        using var query = new Statement(connection, Query);
        return query.Number() ?? 0;
    }

    private static Revision InCommit(Statements statements) => statements.AtCommit(static () => new Revision(), static (_, _) => { });
}
