using System.Globalization;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Ledger;

/// <summary>Writes the rows of one call: its entry, those of the tries before it, and their share of the hourly sums.</summary>
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

    private const string Sum = """
        INSERT INTO hourly VALUES (@hour, @key, @team, @project, @provider, @model, @session, @user, @simulated,
            1, @attempts, @estimated, @unpriced, @input, @read, @write5m, @write1h, @output, @reasoning, @cost, @charged, @total)
        ON CONFLICT DO UPDATE SET calls = calls + 1, attempts = attempts + @attempts, estimated = estimated + @estimated, unpriced = unpriced + @unpriced,
            input = input + @input, cache_read = cache_read + @read, cache_write_5m = cache_write_5m + @write5m, cache_write_1h = cache_write_1h + @write1h,
            output = output + @output, reasoning = reasoning + @reasoning, cost_nanos = cost_nanos + @cost, charged_nanos = charged_nanos + @charged, total_ms = total_ms + @total
        """;

    /// <summary>What budgets count of an end: its cost, or what was reserved where that cannot be told.</summary>
    public static long Charged(Hold hold, Settlement end) => end.Cost?.Nanos ?? hold.Reserved?.Nanos ?? 0;

    public static void Write(Statements statements, Hold hold, Settlement end)
    {
        foreach (var (i, retry) in end.Retries.Index()) Write(statements, hold, retry, i + 1);
        var usage = end.Usage;
        Who(statements[Insert], hold)
            .Set("@attempt", end.Attempts)
            .Set("@kind", end.Ending == Ending.Refused ? "release" : "settle")
            .Set("@started", hold.Started.ToUnixTimeMilliseconds())
            .Set("@at", end.At.ToUnixTimeMilliseconds())
            .Set("@model", end.Model)
            .Set("@served", end.ModelServed)
            .Set("@provider", end.Provider)
            .Set("@out", end.DialectOut)
            .Set("@simulated", end.Simulated ? 1 : 0)
            .Set("@reserved", hold.Reserved?.Nanos)
            .Set("@status", end.Status)
            .Set("@ending", Name(end.Ending))
            .Set("@stop", end.Stop)
            .Set("@input", usage.Input)
            .Set("@read", usage.CacheRead)
            .Set("@write5m", usage.CacheWrite5m)
            .Set("@write1h", usage.CacheWrite1h)
            .Set("@output", usage.Output)
            .Set("@reasoning", usage.Reasoning)
            .Set("@estimated", end.Estimated ? 1 : 0)
            .Set("@cost", end.Cost?.Nanos)
            .Set("@charged", Charged(hold, end))
            .Set("@book", end.PriceBook)
            .Set("@from", end.PricesFrom?.ToString("O", CultureInfo.InvariantCulture))
            .Set("@rates", end.Rates is { } rates ? Text(rates) : null)
            .Set("@first", (long?)end.FirstByte?.TotalMilliseconds)
            .Set("@total", (long)end.Total.TotalMilliseconds)
            .Run();
        statements[Sum]
            .Set("@hour", hold.Started.ToUnixTimeMilliseconds() / 3_600_000)
            .Set("@key", hold.Billing.KeyId)
            .Set("@team", hold.Billing.Team ?? "")
            .Set("@project", hold.Billing.Project ?? "")
            .Set("@provider", end.Provider)
            .Set("@model", end.ModelServed ?? end.Model)
            .Set("@session", hold.Billing.Session ?? "")
            .Set("@user", hold.Billing.User ?? "")
            .Set("@simulated", end.Simulated ? 1 : 0)
            .Set("@attempts", end.Attempts)
            .Set("@estimated", end.Estimated ? 1 : 0)
            .Set("@unpriced", end.Cost is null ? 1 : 0)
            .Set("@input", usage.Input ?? 0)
            .Set("@read", usage.CacheRead ?? 0)
            .Set("@write5m", usage.CacheWrite5m ?? 0)
            .Set("@write1h", usage.CacheWrite1h ?? 0)
            .Set("@output", usage.Output ?? 0)
            .Set("@reasoning", usage.Reasoning ?? 0)
            .Set("@cost", end.Cost?.Nanos ?? 0)
            .Set("@charged", Charged(hold, end))
            .Set("@total", (long)end.Total.TotalMilliseconds)
            .Run();
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

    private static Statement Who(Statement statement, Hold hold) => statement
        .Set("@call", hold.CallId)
        .Set("@key", hold.Billing.KeyId)
        .Set("@team", hold.Billing.Team)
        .Set("@project", hold.Billing.Project)
        .Set("@session", hold.Billing.Session)
        .Set("@user", hold.Billing.User)
        .Set("@label", hold.Billing.Label)
        .Set("@asked", hold.ModelAsked)
        .Set("@in", hold.DialectIn);

    private static string Text(Rates rates) => string.Create(CultureInfo.InvariantCulture, $"{rates.Input}/{rates.CacheRead}/{rates.CacheWrite5m}/{rates.CacheWrite1h}/{rates.Output}");

    private static string Name(Ending ending) => ending switch
    {
        Ending.Completed => "completed",
        Ending.CallerLeft => "caller_left",
        Ending.ProviderBroke => "provider_broke",
        _ => "refused",
    };
}
