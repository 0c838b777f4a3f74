using System.Globalization;
using System.Net;
using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Money;

/// <summary>
/// 64 callers against a budget of exactly 1,000 calls, on two gateways that share it. In the middle one of them is killed, and the other stands still
/// until its leases are over. Whatever happens, the provider is asked for no more than the budget pays, and the ledger has each call once.
/// </summary>
public sealed class KilledGatewayTests
{
    private const int Calls = 1_000, Callers = 64;

    private const string Sums = "SELECT spent, held, (SELECT COALESCE(SUM(charged_nanos), 0) FROM entries), (SELECT COALESCE(SUM(reserved_nanos), 0) FROM holds) FROM budget_sums WHERE budget = 'limit_usd' AND simulated = 0";

    /// <summary>What the ledger has of each call: how often it was settled, charged as unknown and corrected, and what it is charged in all.</summary>
    private const string ByCall = """
        SELECT CAST(user AS INTEGER), SUM(kind = 'settle'), SUM(kind = 'unknown'), SUM(kind = 'correction'), SUM(charged_nanos), SUM(CASE kind WHEN 'unknown' THEN charged_nanos - reserved_nanos END), COUNT(*)
        FROM entries GROUP BY user
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int> Rounds =>
        [.. Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("FARTHING_ROUNDS") ?? "2", CultureInfo.InvariantCulture))];

    [Theory, MemberData(nameof(Rounds))]
    public async Task The_wall_holds_and_the_ledger_is_whole_whatever_dies(int round)
    {
#pragma warning disable CA5394 // no secret hangs on it
        var seed = int.TryParse(Environment.GetEnvironmentVariable("FARTHING_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var killAt = new Random(seed).Next(50, 500);
#pragma warning restore CA5394
        TestContext.Current.TestOutputHelper?.WriteLine($"round {round}: FARTHING_SEED={seed}, killed after {killAt} answers");
        using var home = new TemporaryFolder();
        await using var provider = await CountingProvider.StartAsync();
        home.Write("farthing.yaml", $$"""
            limit_usd: 0.26
            lease_seconds: 2
            providers:
              anthropic: { dialect: anthropic, base_url: "{{new Uri(provider.Address, "v1")}}", api_key: provider-key }
            """);
        using var crowd = new Crowd();
        await using var killed = await RunningGateway.StartAsync(home);
        await using var stalled = await RunningGateway.StartAsync(home);
        var (ledger, key, wall) = (killed.Ledger, killed.Key!, new TaskCompletionSource());
        var watch = WatchAsync(ledger, wall.Task);

        // Half of the callers on each. They stop when their gateway dies, or at the wall.
        var first = crowd.RunAsync(Callers / 2, () => killed, key, status => status != HttpStatusCode.OK);
        var second = crowd.RunAsync(Callers / 2, () => stalled, key, status => status == HttpStatusCode.TooManyRequests);
        await stalled.Process.UntilAsync(() => crowd.Served >= killAt, $"{killAt} answers");
        await StallAsync(stalled);
        killed.Process.Signal("KILL");
        await killed.Process.EndAsync();
        await first;
        var held = ledger.Held();
        (await FarthingProcess.ToEndAsync(home, "budgets", "check")).With(0);

        await using var restarted = await RunningGateway.StartAsync(home);
        var third = crowd.RunAsync(Callers / 2, () => restarted, key, status => status == HttpStatusCode.TooManyRequests);
        await restarted.Process.UntilAsync(() => Number(ledger, "SELECT COUNT(*) FROM entries WHERE kind = 'unknown'") >= held, "charge of what was in flight");
        stalled.Process.Signal("CONT");
        await Task.WhenAll(second, third);
        while (await crowd.CallAsync(restarted, key) == HttpStatusCode.OK) { } // whatever room a caller who did not wait for it has left

        await restarted.Process.UntilAsync(() => ledger.Held() == 0, "an end of every hold");
        wall.SetResult();
        await watch;
        (await stalled.StopAsync()).With(0);
        (await restarted.StopAsync()).With(0);
        (await FarthingProcess.ToEndAsync(home, "budgets", "check")).With(0);
        var (lost, corrected, spent) = Compare(ledger, provider, crowd);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{held} in flight; {lost} charged as unknown, {corrected} corrected; {provider.Served.Count} answered by the provider; {spent} of {Calls * CountingProvider.Cost} nano-dollars spent");
    }

    /// <summary>Each call that the provider answered is in the ledger once, and no other; each costs what it cost, or what was held where nobody can tell.</summary>
    private static (int Lost, int Corrected, long Spent) Compare(LedgerFile ledger, CountingProvider provider, Crowd crowd)
    {
        var (lost, corrected, sum) = (0, 0, 0L);
        var entered = new HashSet<int>();
        foreach (var row in ledger.Query(ByCall))
        {
            var (call, settled, unknown, corrections, charged) = ((int)(long)row[0], (long)row[1], (long)row[2], (long)row[3], (long)row[4]);
            entered.Add(call);
            Assert.True((settled, unknown, corrections) is (1, 0, 0) or (0, 1, 0) or (0, 1, 1) && (long)row[5] == 0 && (long)row[6] == settled + unknown + corrections, $"call {call}: {string.Join(", ", row)}");
            var isLost = (unknown, corrections) == (1, 0);
            Assert.True(isLost ? charged >= CountingProvider.Cost : charged == CountingProvider.Cost, $"call {call}: {string.Join(", ", row)}");
            Assert.True(isLost || provider.Served.ContainsKey(call), $"call {call} is charged, and the provider did not answer it");
            (lost, corrected, sum) = (lost + (isLost ? 1 : 0), corrected + (int)corrections, sum + charged);
        }

        Assert.All(provider.Served, s => Assert.True(s.Value == 1 && entered.Contains(s.Key), $"call {s.Key} was answered {s.Value} times, and is{(entered.Contains(s.Key) ? "" : " not")} in the ledger"));
        Assert.All(crowd.Answers, a => Assert.True(a.Value is HttpStatusCode.OK or 0 ? a.Value == 0 || entered.Contains(a.Key) : a.Value == HttpStatusCode.TooManyRequests && !entered.Contains(a.Key), $"call {a.Key}: {a.Value}"));
        var (spent, held) = Within(ledger);
        Assert.Equal((sum, 0L), (spent, held));
        Assert.InRange((Calls * CountingProvider.Cost) - spent, 0, CountingProvider.Cost - 1); // not one more would have fitted
        Assert.InRange(lost, 0, Callers / 2);
        return (lost, corrected, spent);
    }

    /// <summary>Stops the process at a moment when it does not have the file locked: that would be an outage for the others, and another test's.</summary>
    private static async Task StallAsync(RunningGateway gateway)
    {
        while (true)
        {
            gateway.Process.Signal("STOP");
            while (!gateway.Process.IsStopped) await Task.Delay(1, Cancel); // a thread may run on for a moment, and lock the file
            if (gateway.Ledger.IsFree()) return;
            gateway.Process.Signal("CONT");
            await Task.Delay(7, Cancel);
        }
    }

    /// <summary>Looks at the sums all the time, until <paramref name="end"/>.</summary>
    private static async Task WatchAsync(LedgerFile ledger, Task end)
    {
        for (; !end.IsCompleted; await Task.WhenAny(end, Task.Delay(20, Cancel))) Within(ledger);
    }

    /// <summary>The sums of the budget, which are the ledger's at every moment, and never pass the limit.</summary>
    private static (long Spent, long Held) Within(LedgerFile ledger)
    {
        if (ledger.Query(Sums) is not [var sums]) return (0, 0); // nobody has called yet
        var (spent, held) = ((long)sums[0], (long)sums[1]);
        Assert.Equal((spent, held), ((long)sums[2], (long)sums[3]));
        Assert.InRange(spent + held, 0, Calls * CountingProvider.Cost);
        return (spent, held);
    }

    private static long Number(LedgerFile ledger, string sql) => (long)ledger.Query(sql)[0][0];
}
