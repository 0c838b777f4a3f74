using Farthing.Budgets;
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

    private const string SumUnknown = """
        INSERT INTO hourly
        SELECT started / 3600000, key_id, COALESCE(team, ''), COALESCE(project, ''), provider, model, COALESCE(session, ''), COALESCE(user, ''), COALESCE(label, ''), simulated,
            1, 1, 1, reserved_nanos IS NULL, 0, 0, 0, 0, 0, 0, COALESCE(reserved_nanos, 0), COALESCE(reserved_nanos, 0), 0
        FROM holds WHERE call_id = @call
        ON CONFLICT DO UPDATE SET calls = calls + 1, attempts = attempts + 1, estimated = estimated + 1, unpriced = unpriced + excluded.unpriced,
            cost_nanos = cost_nanos + excluded.cost_nanos, charged_nanos = charged_nanos + excluded.charged_nanos
        """;

    /// <summary>Takes the hold away. Returns the lines that it was held against; null when it had ended before.</summary>
    public static string? End(Statements statements, string callId) =>
        statements["DELETE FROM holds WHERE call_id = @call RETURNING lines"].Set("@call", callId).Text();

    /// <summary>Replaces what a hold held in its lines by what was spent.</summary>
    public static void Charge(Statements statements, string lines, bool simulated, long held, long spent)
    {
        foreach (var (budget, starts) in BudgetSums.Parse(lines)) BudgetSums.Add(statements, budget, starts, simulated, spent, -held);
    }

    /// <summary>Ends the holds whose lease is over at their worst case, since nobody can tell what became of the calls. Returns how many.</summary>
    public static int EndExpired(Statements statements, long now)
    {
        var expired = statements["SELECT call_id FROM holds WHERE expires <= @now"].Set("@now", now).Texts();
        foreach (var call in expired)
        {
            statements[InsertUnknown].Set("@call", call).Set("@now", now).Run();
            statements[SumUnknown].Set("@call", call).Run();
            var reserved = statements["SELECT reserved_nanos FROM holds WHERE call_id = @call AND reserved_nanos IS NOT NULL"].Set("@call", call).Number() ?? 0;
            var simulated = statements["SELECT simulated FROM holds WHERE call_id = @call"].Set("@call", call).Number() == 1;
            Charge(statements, End(statements, call)!, simulated, reserved, reserved);
        }

        return expired.Count;
    }
}
