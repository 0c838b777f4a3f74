using Farthing.Storage;
using Farthing.Wire;

namespace Farthing.Ledger;

/// <summary>The hourly sums of the calls that end in one commit: a row for each group of them, however many they are. Triggers carry them on to the sums by day.</summary>
internal sealed class HourlySums
{
    private const string Sum = """
        INSERT INTO hourly VALUES (@hour, @key, @team, @project, @provider, @model, @session, @user, @label, @simulated,
            @calls, @attempts, @estimated, @unpriced, @input, @read, @write5m, @write1h, @output, @reasoning, @cost, @charged, @total)
        ON CONFLICT DO UPDATE SET calls = calls + @calls, attempts = attempts + @attempts, estimated = estimated + @estimated, unpriced = unpriced + @unpriced,
            input = input + @input, cache_read = cache_read + @read, cache_write_5m = cache_write_5m + @write5m, cache_write_1h = cache_write_1h + @write1h,
            output = output + @output, reasoning = reasoning + @reasoning, cost_nanos = cost_nanos + @cost, charged_nanos = charged_nanos + @charged, total_ms = total_ms + @total
        """;

    private readonly Dictionary<Group, Sums> _groups = [];

    public static void Add(Statements statements, Hold hold, Settlement end)
    {
        var sums = Of(statements, hold, end.Provider, end.ModelServed ?? end.Model, end.Simulated);
        sums.Add(end.Usage);
        sums.Calls++;
        sums.Attempts += end.Attempts;
        sums.Estimated += end.Estimated ? 1 : 0;
        sums.Unpriced += end.Cost is null ? 1 : 0;
        sums.Cost += end.Cost?.Nanos ?? 0;
        sums.Charged += EntryRow.Charged(hold, end);
        sums.TotalMs += (long)end.Total.TotalMilliseconds;
    }

    /// <summary>Counts a call whose end nobody knows, at what was reserved.</summary>
    public static void AddUnknown(Statements statements, Hold hold)
    {
        var sums = Of(statements, hold, hold.Provider, hold.Model, hold.Simulated);
        sums.Calls++;
        sums.Attempts++;
        sums.Estimated++;
        sums.Unpriced += hold.Reserved is null ? 1 : 0;
        sums.Cost += hold.Reserved?.Nanos ?? 0;
        sums.Charged += hold.Reserved?.Nanos ?? 0;
    }

    /// <summary>Adds what a call that was counted as unknown really used, where it was counted.</summary>
    public static void Correct(Statements statements, Hold hold, Settlement end, long difference)
    {
        var sums = Of(statements, hold, hold.Provider, hold.Model, hold.Simulated);
        sums.Add(end.Usage);
        sums.Unpriced -= hold.Reserved is null && end.Cost is not null ? 1 : 0;
        sums.Cost += difference;
        sums.Charged += difference;
    }

    private static Sums Of(Statements statements, Hold hold, string provider, string model, bool simulated)
    {
        var groups = statements.AtCommit(static () => new HourlySums(), static (sums, statements) => sums.Write(statements))._groups;
        var who = hold.Billing;
        var group = new Group(hold.Started.ToUnixTimeMilliseconds() / 3_600_000, who.KeyId, who.Team, who.Project, provider, model, who.Session, who.User, who.Label, simulated);
        if (!groups.TryGetValue(group, out var sums)) groups[group] = sums = new Sums();
        return sums;
    }

    private void Write(Statements statements)
    {
        foreach (var (group, sums) in _groups)
        {
            statements[Sum]
                .Set("@hour", group.Hour)
                .Set("@key", group.Key)
                .Set("@team", group.Team ?? "")
                .Set("@project", group.Project ?? "")
                .Set("@provider", group.Provider)
                .Set("@model", group.Model)
                .Set("@session", group.Session ?? "")
                .Set("@user", group.User ?? "")
                .Set("@label", group.Label ?? "")
                .Set("@simulated", group.Simulated ? 1 : 0)
                .Set("@calls", sums.Calls)
                .Set("@attempts", sums.Attempts)
                .Set("@estimated", sums.Estimated)
                .Set("@unpriced", sums.Unpriced)
                .Set("@input", sums.Input)
                .Set("@read", sums.CacheRead)
                .Set("@write5m", sums.CacheWrite5m)
                .Set("@write1h", sums.CacheWrite1h)
                .Set("@output", sums.Output)
                .Set("@reasoning", sums.Reasoning)
                .Set("@cost", sums.Cost)
                .Set("@charged", sums.Charged)
                .Set("@total", sums.TotalMs)
                .Run();
        }
    }

    private readonly record struct Group(long Hour, string Key, string? Team, string? Project, string Provider, string Model, string? Session, string? User, string? Label, bool Simulated);

    private sealed class Sums
    {
        public long Calls, Attempts, Estimated, Unpriced, Input, CacheRead, CacheWrite5m, CacheWrite1h, Output, Reasoning, Cost, Charged, TotalMs;

        public void Add(Usage usage)
        {
            Input += usage.Input ?? 0;
            CacheRead += usage.CacheRead ?? 0;
            CacheWrite5m += usage.CacheWrite5m ?? 0;
            CacheWrite1h += usage.CacheWrite1h ?? 0;
            Output += usage.Output ?? 0;
            Reasoning += usage.Reasoning ?? 0;
        }
    }
}
