using Farthing.Storage;

namespace Farthing.Ledger;

/// <summary>The hourly sums of the calls that end in one commit: a row for each group of them, however many they are.</summary>
internal sealed class HourlySums
{
    private const string Sum = """
        INSERT INTO hourly VALUES (@hour, @key, @team, @project, @provider, @model, @session, @user, @simulated,
            @calls, @attempts, @estimated, @unpriced, @input, @read, @write5m, @write1h, @output, @reasoning, @cost, @charged, @total)
        ON CONFLICT DO UPDATE SET calls = calls + @calls, attempts = attempts + @attempts, estimated = estimated + @estimated, unpriced = unpriced + @unpriced,
            input = input + @input, cache_read = cache_read + @read, cache_write_5m = cache_write_5m + @write5m, cache_write_1h = cache_write_1h + @write1h,
            output = output + @output, reasoning = reasoning + @reasoning, cost_nanos = cost_nanos + @cost, charged_nanos = charged_nanos + @charged, total_ms = total_ms + @total
        """;

    private readonly Dictionary<Group, Sums> _groups = [];

    public static void Add(Statements statements, Hold hold, Settlement end)
    {
        var all = statements.AtCommit(static () => new HourlySums(), static (sums, statements) => sums.Write(statements));
        var who = hold.Billing;
        var group = new Group(hold.Started.ToUnixTimeMilliseconds() / 3_600_000, who.KeyId, who.Team, who.Project, end.Provider, end.ModelServed ?? end.Model, who.Session, who.User, end.Simulated);
        if (!all._groups.TryGetValue(group, out var sums)) all._groups[group] = sums = new Sums();
        sums.Add(hold, end);
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

    private readonly record struct Group(long Hour, string Key, string? Team, string? Project, string Provider, string Model, string? Session, string? User, bool Simulated);

    private sealed class Sums
    {
        public long Calls, Attempts, Estimated, Unpriced, Input, CacheRead, CacheWrite5m, CacheWrite1h, Output, Reasoning, Cost, Charged, TotalMs;

        public void Add(Hold hold, Settlement end)
        {
            Calls++;
            Attempts += end.Attempts;
            Estimated += end.Estimated ? 1 : 0;
            Unpriced += end.Cost is null ? 1 : 0;
            Input += end.Usage.Input ?? 0;
            CacheRead += end.Usage.CacheRead ?? 0;
            CacheWrite5m += end.Usage.CacheWrite5m ?? 0;
            CacheWrite1h += end.Usage.CacheWrite1h ?? 0;
            Output += end.Usage.Output ?? 0;
            Reasoning += end.Usage.Reasoning ?? 0;
            Cost += end.Cost?.Nanos ?? 0;
            Charged += EntryRow.Charged(hold, end);
            TotalMs += (long)end.Total.TotalMilliseconds;
        }
    }
}
