using Farthing.Budgets;
using Farthing.Storage;

namespace Farthing.Ledger;

/// <summary>
/// The end of a call whose hold ran out before it, because its gateway stood still for too long: the entry that charged it as unknown
/// stays, and this one adds the difference to what it really used.
/// </summary>
internal static class Correction
{
    private const string Insert = """
        INSERT INTO entries (call_id, attempt, kind, started, at, key_id, team, project, session, user, label, model_asked, model, model_served, provider, dialect_in, dialect_out,
            simulated, status, stop, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, estimated, cost_nanos, charged_nanos)
        SELECT call_id, attempt, 'correction', started, @at, key_id, team, project, session, user, label, model_asked, model, @served, @provider, dialect_in, @out,
            simulated, @status, @stop, @input, @read, @write5m, @write1h, @output, @reasoning, @estimated, @cost, @charged
        FROM entries WHERE call_id = @call AND kind = 'unknown'
        """;

    /// <exception cref="InvalidOperationException">The call has ended before in another way.</exception>
    public static void Write(Statements statements, Hold hold, Settlement end)
    {
        var before = statements["SELECT charged_nanos FROM entries WHERE call_id = @call AND kind = 'unknown'"].Set("@call", hold.CallId).Number()
            ?? throw new InvalidOperationException($"the call {hold.CallId} has ended before");
        var difference = EntryRow.Charged(hold, end) - before;
        EntryRow.How(statements[Insert], end).Set("@call", hold.CallId).Set("@cost", difference).Set("@charged", difference).Run();
        HourlySums.Correct(statements, hold, end, difference);
        BudgetSums.Charge(statements, BudgetSums.Named(hold.Lines), hold.Simulated, held: 0, difference);
    }
}
