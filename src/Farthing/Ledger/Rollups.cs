using Farthing.Storage;

namespace Farthing.Ledger;

/// <summary>The sums by hour and by day of the calls that end in one commit: a row for each group of them, however many they are.</summary>
internal sealed class Rollups
{
    private const string Hourly = "INSERT INTO hourly VALUES (@time, @key, @team, @project, @provider, @model, @session, @user, @label, @simulated, " + Columns;
    private const string Daily = "INSERT INTO daily VALUES (@time, @key, @team, @project, @provider, @model, @user, @label, @simulated, " + Columns;
    private const string DailySessions = "INSERT INTO daily_sessions VALUES (@time, @key, @team, @project, @session, @user, @label, @simulated, " + Columns;

    private const string Columns = """
            @calls, @attempts, @estimated, @unpriced, @input, @read, @write5m, @write1h, @output, @reasoning, @cost, @charged, @total)
        ON CONFLICT DO UPDATE SET calls = calls + @calls, attempts = attempts + @attempts, estimated = estimated + @estimated, unpriced = unpriced + @unpriced,
            input = input + @input, cache_read = cache_read + @read, cache_write_5m = cache_write_5m + @write5m, cache_write_1h = cache_write_1h + @write1h,
            output = output + @output, reasoning = reasoning + @reasoning, cost_nanos = cost_nanos + @cost, charged_nanos = charged_nanos + @charged, total_ms = total_ms + @total
        """;

    private readonly Dictionary<Group, RollupSums> _groups = [];

    public static void Add(Statements statements, Hold hold, Settlement end)
    {
        var sums = Of(statements, hold.Started, hold.Billing, end.Provider, end.ModelServed ?? end.Model, end.Simulated);
        sums.Add(end.Usage);
        sums.Calls++;
        sums.Attempts += end.Attempts;
        sums.Estimated += end.Estimated ? 1 : 0;
        sums.Unpriced += end.Cost is null ? 1 : 0;
        sums.Cost += end.Cost?.Nanos ?? 0;
        sums.Charged += EntryRow.Charged(hold, end);
        sums.TotalMs += (long)end.Total.TotalMilliseconds;
    }

    /// <summary>Counts a call that nobody knows the end of, at what was reserved.</summary>
    public static void AddUnknown(Statements statements, DateTimeOffset started, Billing billing, string provider, string model, bool simulated, long? reserved)
    {
        var sums = Of(statements, started, billing, provider, model, simulated);
        sums.Calls++;
        sums.Attempts++;
        sums.Estimated++;
        sums.Unpriced += reserved is null ? 1 : 0;
        sums.Cost += reserved ?? 0;
        sums.Charged += reserved ?? 0;
    }

    /// <summary>Adds what a call that was counted as unknown really used, where it was counted.</summary>
    public static void Correct(Statements statements, Hold hold, Settlement end, long difference)
    {
        var sums = Of(statements, hold.Started, hold.Billing, hold.Provider, hold.Model, hold.Simulated);
        sums.Add(end.Usage);
        sums.Unpriced -= hold.Reserved is null && end.Cost is not null ? 1 : 0;
        sums.Cost += difference;
        sums.Charged += difference;
    }

    private static RollupSums Of(Statements statements, DateTimeOffset started, Billing who, string provider, string model, bool simulated)
    {
        var groups = statements.AtCommit(static () => new Rollups(), static (sums, statements) => sums.Write(statements))._groups;
        return At(groups, new Group(started.ToUnixTimeMilliseconds() / 3_600_000, who, provider, model, simulated));
    }

    private void Write(Statements statements)
    {
        var (days, sessions) = (new Dictionary<Group, RollupSums>(), new Dictionary<Group, RollupSums>());
        foreach (var (group, sums) in _groups)
        {
            At(days, group with { Time = group.Time / 24, Who = group.Who with { Session = null } }).Add(sums);
            At(sessions, group with { Time = group.Time / 24, Provider = "", Model = "" }).Add(sums);
        }

        foreach (var (group, sums) in _groups) Bind(statements[Hourly], group, sums).Set("@provider", group.Provider).Set("@model", group.Model).Set("@session", group.Who.Session ?? "").Run();
        foreach (var (group, sums) in days) Bind(statements[Daily], group, sums).Set("@provider", group.Provider).Set("@model", group.Model).Run();
        foreach (var (group, sums) in sessions) Bind(statements[DailySessions], group, sums).Set("@session", group.Who.Session ?? "").Run();
    }

    private static Statement Bind(Statement statement, Group group, RollupSums sums) => sums.Bind(statement)
        .Set("@time", group.Time)
        .Set("@key", group.Who.KeyId)
        .Set("@team", group.Who.Team ?? "")
        .Set("@project", group.Who.Project ?? "")
        .Set("@user", group.Who.User ?? "")
        .Set("@label", group.Who.Label ?? "")
        .Set("@simulated", group.Simulated ? 1 : 0);

    private static RollupSums At(Dictionary<Group, RollupSums> groups, Group group)
    {
        if (!groups.TryGetValue(group, out var sums)) groups[group] = sums = new RollupSums();
        return sums;
    }

    /// <param name="Time">The hour or day since the Unix epoch in which the calls began.</param>
    private readonly record struct Group(long Time, Billing Who, string Provider, string Model, bool Simulated);
}
