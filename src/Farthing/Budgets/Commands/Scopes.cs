using Farthing.Storage;

namespace Farthing.Budgets.Commands;

/// <summary>Scopes and periods as people write them.</summary>
internal static class Scopes
{
    /// <exception cref="FormatException">It names nothing that is there; the message says what is.</exception>
    public static (BudgetScope Scope, string Of) Parse(Database database, string text)
    {
        if (text == "installation") return (BudgetScope.Installation, "");
        var (kind, name) = text.Split(':', 2) is [var k, var n] ? (k, n) : ("", "");
        return kind switch
        {
            "team" => (BudgetScope.Team, One(database, "SELECT name FROM teams WHERE name = @name", name, $"there is no team '{name}'; farthing teams list shows all")),
            "project" => (BudgetScope.Project, One(database, "SELECT name FROM projects WHERE name = @name", name, $"there is no project '{name}'; farthing projects list shows all")),
            "key" => (BudgetScope.Key, One(database, $"SELECT id FROM keys WHERE id = @name OR name = @name {BudgetStore.FirstKey}", name, $"there is no key '{name}'; farthing keys list shows all")),
            _ => throw new FormatException($"'{text}' is no scope; write installation, team:NAME, project:NAME or key:NAME"),
        };
    }

    /// <exception cref="FormatException">It is no period.</exception>
    public static BudgetPeriod Period(string text) => text is "day" or "week" or "month" or "ever"
        ? Enum.Parse<BudgetPeriod>(text, ignoreCase: true)
        : throw new FormatException($"--per: '{text}' is no period; write day, week, month or ever");

    private static string One(Database database, string sql, string name, string missing)
    {
        using var connection = database.Connect();
        using var statement = new Statement(connection, sql);
        return statement.Set("@name", name).Text() ?? throw new FormatException(missing);
    }
}
