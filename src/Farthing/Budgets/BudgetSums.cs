using System.Globalization;
using Farthing.Catalogue;
using Farthing.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Farthing.Budgets;

/// <summary>One window of one budget: what a call is held against.</summary>
internal sealed record BudgetLine(Budget Budget, BudgetWindow Window)
{
    public long Starts => Window.Starts.ToUnixTimeMilliseconds();

    /// <summary>As a hold keeps it: <c>budget start;</c>.</summary>
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{Budget.Id} {Window.Starts.ToUnixTimeMilliseconds()};");
}

/// <summary>Why a call was not let in.</summary>
/// <param name="Left">What the budget has neither spent nor held.</param>
/// <param name="Held">What calls under way hold; some of it comes back.</param>
internal sealed record BudgetRefusal(BudgetLine Line, Usd Left, Usd Held);

/// <summary>
/// The sums of the budgets. Every method runs within a transaction of the <see cref="WriteQueue"/>, beside the hold or entry that it counts:
/// what two processes do at once is done one after the other, and a crash leaves both or neither. Within a commit they are reckoned in memory,
/// since each of its calls changes the same few rows, and written once at its end.
/// </summary>
internal sealed class BudgetSums
{
    private const string Row = "budget = @budget AND starts = @starts AND simulated = @simulated";

    private const string Write = $"UPDATE budget_sums SET spent = @spent, held = @held WHERE {Row}";

    private readonly Dictionary<(string Budget, long Starts, bool Simulated), Sum> _sums = [];

    /// <summary>Holds an amount in all lines, or in none.</summary>
    /// <returns>Null when it is held; else the first line that has no room. Soft budgets and a call that costs nothing always have room.</returns>
    public static BudgetRefusal? Hold(Statements statements, IReadOnlyList<BudgetLine> lines, bool simulated, long amount)
    {
        foreach (var line in lines)
        {
            var sum = Of(statements, line, simulated);
            if (amount > 0 && !line.Budget.Soft && (Int128)sum.Spent + sum.Held + amount > line.Budget.Limit.Nanos)
                return new BudgetRefusal(line, new Usd(line.Budget.Limit.Nanos - sum.Spent - sum.Held), new Usd(sum.Held));
        }

        foreach (var line in lines) Of(statements, line, simulated).Add(spent: 0, held: amount);
        return null;
    }

    /// <summary>Replaces what is held in a line by what was spent; either may be zero, and a correction may give back. Nothing where the line has no row.</summary>
    /// <exception cref="SqliteException">So much is not held, or a sum is beyond 64 bits: as the table's own constraints would fail.</exception>
    public static void Add(Statements statements, string budget, long starts, bool simulated, long spent, long held) =>
        Find(statements, budget, starts, simulated)?.Add(spent, held);

    /// <summary>What a line has spent and holds, in nano-dollars.</summary>
    public static (long Spent, long Held) Read(Statements statements, BudgetLine line, bool simulated) =>
        Find(statements, line.Budget.Id, line.Starts, simulated) is { } sum ? (sum.Spent, sum.Held) : (0, 0);

    /// <summary>Notes that a warning is given; false when it was given before in this window.</summary>
    public static bool Warn(Statements statements, BudgetLine line, int percent) =>
        statements["INSERT OR IGNORE INTO budget_warnings VALUES (@budget, @starts, @percent)"]
            .Set("@budget", line.Budget.Id).Set("@starts", line.Starts).Set("@percent", percent).Run() == 1;

    /// <summary>Makes the line's row where it has none.</summary>
    public static void Ensure(Statements statements, BudgetLine line, bool simulated) => Of(statements, line, simulated);

    /// <summary>The lines as a hold keeps them: <c>budget start;</c> for each.</summary>
    public static string Named(IReadOnlyList<BudgetLine> lines) => lines is [var only] ? only.Name : string.Concat(lines.Select(l => l.Name));

    /// <summary>Replaces what a hold held in its lines, as <see cref="Named"/> wrote them, by what was spent.</summary>
    public static void Charge(Statements statements, string lines, bool simulated, long held, long spent)
    {
        foreach (var part in lines.AsSpan().Split(';'))
        {
            var line = lines.AsSpan()[part];
            if (line.IsEmpty) continue;
            var space = line.IndexOf(' ');
            Add(statements, line[..space].ToString(), long.Parse(line[(space + 1)..], CultureInfo.InvariantCulture), simulated, spent, -held);
        }
    }

    /// <summary>The column of holds and entries that names the scope; null for the installation, which is all of them.</summary>
    public static string? ScopeColumn(BudgetScope scope) => scope switch
    {
        BudgetScope.Installation => null,
        BudgetScope.Team => "team",
        BudgetScope.Project => "project",
        _ => "key_id",
    };

    /// <summary>
    /// The first call of a window, or the first after the budget was set: the sums begin with what the ledger says of the window so far.
    /// </summary>
    private static Sum Of(Statements statements, BudgetLine line, bool simulated)
    {
        if (Find(statements, line.Budget.Id, line.Starts, simulated) is { } known) return known;
        var column = ScopeColumn(line.Budget.Scope);
        var of = column is null ? "" : $" AND {column} = @of";
        var begin = statements[$"""
            INSERT INTO budget_sums (budget, starts, simulated, spent, held) SELECT @budget, @starts, @simulated,
                (SELECT COALESCE(SUM(charged_nanos), 0) FROM entries WHERE started >= @starts AND started < @ends AND simulated = @simulated{of}),
                (SELECT COALESCE(SUM(reserved_nanos), 0) FROM holds WHERE started >= @starts AND started < @ends AND simulated = @simulated{of})
            """]
            .Set("@budget", line.Budget.Id).Set("@starts", line.Starts).Set("@ends", line.Window.Ends?.ToUnixTimeMilliseconds() ?? long.MaxValue).Set("@simulated", simulated ? 1 : 0);
        if (column is not null) begin.Set("@of", line.Budget.Of);
        begin.Run();
        // Holds that were open before the budget was set are settled against the lines that they name: this one is now among them.
        var join = statements[$"UPDATE holds SET lines = lines || @line WHERE started >= @starts AND started < @ends AND simulated = @simulated{of}"]
            .Set("@line", line.Name).Set("@starts", line.Starts).Set("@ends", line.Window.Ends?.ToUnixTimeMilliseconds() ?? long.MaxValue).Set("@simulated", simulated ? 1 : 0);
        if (column is not null) join.Set("@of", line.Budget.Of);
        join.Run();
        return Find(statements, line.Budget.Id, line.Starts, simulated)!;
    }

    /// <summary>Null where the line has no row yet.</summary>
    private static Sum? Find(Statements statements, string budget, long starts, bool simulated)
    {
        var sums = statements.AtCommit(static () => new BudgetSums(), static (sums, statements) => sums.WriteChanged(statements))._sums;
        if (sums.TryGetValue((budget, starts, simulated), out var known)) return known;
        statements[$"SELECT spent, held FROM budget_sums WHERE {Row}"]
            .Set("@budget", budget).Set("@starts", starts).Set("@simulated", simulated ? 1 : 0)
            .Rows(row => sums[(budget, starts, simulated)] = known = new Sum(row.LongAt(0), row.LongAt(1)));
        return known;
    }

    private void WriteChanged(Statements statements)
    {
        foreach (var (of, sum) in _sums)
        {
            if (!sum.Changed) continue;
            statements[Write]
                .Set("@budget", of.Budget).Set("@starts", of.Starts).Set("@simulated", of.Simulated ? 1 : 0).Set("@spent", sum.Spent).Set("@held", sum.Held).Run();
        }
    }

    private sealed class Sum(long spent, long held)
    {
        public long Spent { get; private set; } = spent;

        public long Held { get; private set; } = held;

        public bool Changed { get; private set; }

        public void Add(long spent, long held)
        {
            var (after, left) = ((Int128)Spent + spent, (Int128)Held + held);
            if (left < 0 || left > long.MaxValue || after < long.MinValue || after > long.MaxValue)
                throw new SqliteException($"a budget that has spent {Spent} nano-dollars and holds {Held} cannot take {spent} and {held} more", raw.SQLITE_CONSTRAINT);
            (Spent, Held) = ((long)after, (long)left);
            Changed |= spent != 0 || held != 0;
        }
    }
}
