using Farthing.Budgets;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Ledger;

/// <summary>How holds end. Each ends once: whoever deletes its row writes its entry.</summary>
internal static class Holds
{
    private const string InsertUnknown = """
        INSERT INTO entries (call_id, attempt, kind, started, at, key_id, team, project, session, user, label, model_asked, model, provider, dialect_in, dialect_out,
            simulated, reserved_nanos, estimated, cost_nanos, charged_nanos)
        SELECT call_id, 1, 'unknown', started, @now, key_id, team, project, session, user, label, model_asked, model, provider, dialect_in, dialect_out,
            simulated, reserved_nanos, 1, reserved_nanos, COALESCE(reserved_nanos, 0)
        FROM holds WHERE call_id = @call
        """;

    private const string Expired = """
        SELECT call_id, started, key_id, team, project, session, user, label, model_asked, model, provider, dialect_in, dialect_out, simulated, reserved_nanos
        FROM holds WHERE expires <= @now
        """;

    /// <summary>Takes the hold away. Returns the lines that it was held against; null when it had ended before.</summary>
    public static string? End(Statements statements, string callId)
    {
        // Not with RETURNING, for which SQLite makes a table each time.
        var lines = statements["SELECT lines FROM holds WHERE call_id = @call"].Set("@call", callId).Text();
        if (lines is not null) statements["DELETE FROM holds WHERE call_id = @call"].Set("@call", callId).Run();
        return lines;
    }

    /// <summary>Ends the holds whose lease is over at their worst case, since nobody can tell what became of the calls. Returns how many.</summary>
    public static int EndExpired(Statements statements, long now)
    {
        var expired = new List<Hold>();
        statements[Expired].Set("@now", now).Rows(row => expired.Add(Read(row)));
        foreach (var hold in expired)
        {
            statements[InsertUnknown].Set("@call", hold.CallId).Set("@now", now).Run();
            HourlySums.AddUnknown(statements, hold);
            var reserved = hold.Reserved?.Nanos ?? 0;
            BudgetSums.Charge(statements, End(statements, hold.CallId)!, hold.Simulated, reserved, reserved);
        }

        return expired.Count;
    }

    /// <summary>Without its lines, which <see cref="End"/> gives.</summary>
    private static Hold Read(Statement row) => new(row.TextAt(0)!, DateTimeOffset.FromUnixTimeMilliseconds(row.LongAt(1)),
        new Billing(row.TextAt(2)!, row.TextAt(3), row.TextAt(4), row.TextAt(5), row.TextAt(6), row.TextAt(7)), row.TextAt(8)!, row.TextAt(9)!, row.TextAt(10)!,
        row.TextAt(11)!, row.TextAt(12)!, row.LongAt(13) == 1, row.IsNullAt(14) ? null : new Usd(row.LongAt(14)), []);
}
