namespace Farthing.Storage;

/// <summary>The number of changes to what a running gateway keeps in memory: keys, teams, projects, budgets. Each change counts it up in its own transaction.</summary>
internal static class Revision
{
    public static void Next(Statements statements) => statements["UPDATE revision SET n = n + 1"].Run();

    public static long Read(Statement statement) => statement.Number() ?? 0;

    /// <summary>What to run for <see cref="Read"/>.</summary>
    public const string Query = "SELECT n FROM revision";
}
