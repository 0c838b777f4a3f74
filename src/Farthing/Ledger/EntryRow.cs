using System.Globalization;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Ledger;

/// <summary>Writes the rows of one call: its entry, those of the tries before it, and their share of the sums by hour and day.</summary>
internal static class EntryRow
{
    private const string Insert = """
        INSERT INTO entries (call_id, attempt, kind, started, at, key_id, team, project, session, user, label, model_asked, model, model_served, provider, dialect_in, dialect_out,
            simulated, reserved_nanos, status, ending, stop, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, estimated,
            cost_nanos, charged_nanos, price_book, prices_from, rates, first_byte_ms, total_ms)
        VALUES (@call, @attempt, @kind, @started, @at, @key, @team, @project, @session, @user, @label, @asked, @model, @served, @provider, @in, @out,
            @simulated, @reserved, @status, @ending, @stop, @input, @read, @write5m, @write1h, @output, @reasoning, @estimated,
            @cost, @charged, @book, @from, @rates, @first, @total)
        """;

    private const string InsertRetry = """
        INSERT INTO entries (call_id, attempt, kind, started, at, key_id, team, project, session, user, label, model_asked, model, provider, dialect_in, dialect_out,
            simulated, status, cost_nanos, charged_nanos, total_ms)
        VALUES (@call, @attempt, 'retry', @started, @at, @key, @team, @project, @session, @user, @label, @asked, @model, @provider, @in, @out, @simulated, @status, 0, 0, @total)
        """;

    /// <summary>What budgets count of an end: its cost, or what was reserved where that cannot be told.</summary>
    public static long Charged(Hold hold, Settlement end) => end.Cost?.Nanos ?? hold.Reserved?.Nanos ?? 0;

    public static void Write(Statements statements, Hold hold, Settlement end)
    {
        for (var i = 0; i < end.Retries.Count; i++) Write(statements, hold, end.Retries[i], i + 1);
        How(Who(statements[Insert], hold), end)
            .Set("@attempt", end.Attempts)
            .Set("@kind", end.Ending == Ending.Refused ? "release" : "settle")
            .Set("@started", hold.Started.ToUnixTimeMilliseconds())
            .Set("@model", end.Model)
            .Set("@simulated", end.Simulated ? 1 : 0)
            .Set("@reserved", hold.Reserved?.Nanos)
            .Set("@ending", Name(end.Ending))
            .Set("@cost", end.Cost?.Nanos)
            .Set("@charged", Charged(hold, end))
            .Set("@book", end.PriceBook)
            .Set("@from", end.PricesFrom?.ToString("O", CultureInfo.InvariantCulture))
            .Set("@rates", end.Rates is { } rates ? RatesText.Of(rates) : null)
            .Set("@first", (long?)end.FirstByte?.TotalMilliseconds)
            .Set("@total", (long)end.Total.TotalMilliseconds)
            .Run();
        HourlySums.Add(statements, hold, end);
    }

    private static void Write(Statements statements, Hold hold, Retry retry, int attempt) => Who(statements[InsertRetry], hold)
        .Set("@attempt", attempt)
        .Set("@started", retry.Started.ToUnixTimeMilliseconds())
        .Set("@at", retry.At.ToUnixTimeMilliseconds())
        .Set("@model", retry.Model)
        .Set("@provider", retry.Provider)
        .Set("@out", retry.DialectOut)
        .Set("@simulated", retry.Simulated ? 1 : 0)
        .Set("@status", retry.Status)
        .Set("@total", (long)(retry.At - retry.Started).TotalMilliseconds)
        .Run();

    /// <summary>What hold and entries alike say of whose call it is.</summary>
    public static Statement Who(Statement statement, Hold hold) => statement
        .Set("@call", hold.CallId)
        .Set("@key", hold.Billing.KeyId)
        .Set("@team", hold.Billing.Team)
        .Set("@project", hold.Billing.Project)
        .Set("@session", hold.Billing.Session)
        .Set("@user", hold.Billing.User)
        .Set("@label", hold.Billing.Label)
        .Set("@asked", hold.ModelAsked)
        .Set("@in", hold.DialectIn);

    /// <summary>What every entry of an end says of it, a correction too.</summary>
    public static Statement How(Statement statement, Settlement end) => statement
        .Set("@at", end.At.ToUnixTimeMilliseconds())
        .Set("@served", end.ModelServed)
        .Set("@provider", end.Provider)
        .Set("@out", end.DialectOut)
        .Set("@status", end.Status)
        .Set("@stop", end.Stop)
        .Set("@input", end.Usage.Input)
        .Set("@read", end.Usage.CacheRead)
        .Set("@write5m", end.Usage.CacheWrite5m)
        .Set("@write1h", end.Usage.CacheWrite1h)
        .Set("@output", end.Usage.Output)
        .Set("@reasoning", end.Usage.Reasoning)
        .Set("@estimated", end.Estimated ? 1 : 0);

    private static string Name(Ending ending) => ending switch
    {
        Ending.Completed => "completed",
        Ending.CallerLeft => "caller_left",
        Ending.ProviderBroke => "provider_broke",
        _ => "refused",
    };
}
