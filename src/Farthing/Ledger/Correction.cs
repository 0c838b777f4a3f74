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

    private const string Sum = """
        UPDATE hourly SET input = input + @input, cache_read = cache_read + @read, cache_write_5m = cache_write_5m + @write5m, cache_write_1h = cache_write_1h + @write1h,
            output = output + @output, reasoning = reasoning + @reasoning, cost_nanos = cost_nanos + @cost, charged_nanos = charged_nanos + @charged
        WHERE hour = @hour AND key_id = @key AND team = @team AND project = @project AND provider = @provider AND model = @model AND session = @session AND user = @user AND simulated = @simulated
        """;

    /// <exception cref="InvalidOperationException">The call has ended before in another way.</exception>
    public static void Write(Statements statements, Hold hold, Settlement end)
    {
        var before = statements["SELECT charged_nanos FROM entries WHERE call_id = @call AND kind = 'unknown'"].Set("@call", hold.CallId).Number()
            ?? throw new InvalidOperationException($"the call {hold.CallId} has ended before");
        var difference = EntryRow.Charged(hold, end) - before;
        var usage = end.Usage;
        statements[Insert]
            .Set("@call", hold.CallId)
            .Set("@at", end.At.ToUnixTimeMilliseconds())
            .Set("@served", end.ModelServed)
            .Set("@provider", end.Provider)
            .Set("@out", end.DialectOut)
            .Set("@status", end.Status)
            .Set("@stop", end.Stop)
            .Set("@input", usage.Input)
            .Set("@read", usage.CacheRead)
            .Set("@write5m", usage.CacheWrite5m)
            .Set("@write1h", usage.CacheWrite1h)
            .Set("@output", usage.Output)
            .Set("@reasoning", usage.Reasoning)
            .Set("@estimated", end.Estimated ? 1 : 0)
            .Set("@cost", difference)
            .Set("@charged", difference)
            .Run();
        // The hour, provider and model are those under which the unknown entry was summed.
        statements[Sum]
            .Set("@hour", hold.Started.ToUnixTimeMilliseconds() / 3_600_000)
            .Set("@key", hold.Billing.KeyId)
            .Set("@team", hold.Billing.Team ?? "")
            .Set("@project", hold.Billing.Project ?? "")
            .Set("@provider", hold.Provider)
            .Set("@model", hold.Model)
            .Set("@session", hold.Billing.Session ?? "")
            .Set("@user", hold.Billing.User ?? "")
            .Set("@simulated", hold.Simulated ? 1 : 0)
            .Set("@input", usage.Input ?? 0)
            .Set("@read", usage.CacheRead ?? 0)
            .Set("@write5m", usage.CacheWrite5m ?? 0)
            .Set("@write1h", usage.CacheWrite1h ?? 0)
            .Set("@output", usage.Output ?? 0)
            .Set("@reasoning", usage.Reasoning ?? 0)
            .Set("@cost", difference)
            .Set("@charged", difference)
            .Run();
        Holds.Charge(statements, BudgetSums.Named(hold.Lines), hold.Simulated, held: 0, difference);
    }
}
