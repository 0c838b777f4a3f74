using System.Diagnostics;
using Farthing.Budgets;
using Farthing.Catalogue;
using Farthing.Ledger;
using Farthing.Storage;
using Farthing.Wire;

namespace Farthing.LedgerBench;

/// <summary>How many calls a second the ledger holds and settles: each hold is awaited, as the gateway awaits it before it asks the provider.</summary>
internal static class Settling
{
    /// <returns>Calls settled in a second, all on the disk.</returns>
    public static async Task<double> PerSecondAsync(Database database, int callers, TimeSpan time)
    {
        await using var writes = new WriteQueue(database);
        var ledger = new LedgerStore(database, writes, TimeProvider.System, TimeSpan.FromMinutes(2));
        Budget[] budgets = [Budget.Configured(new Usd(long.MaxValue)), new Budget("bench", BudgetScope.Team, "team-1", BudgetPeriod.Ever, "UTC", new Usd(long.MaxValue / 2), Soft: false, [])];
        var revision = ledger.CurrentRevision();
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            var settled = new List<Task>();
            while (clock.Elapsed < time)
            {
                var now = TimeProvider.System.GetUtcNow();
                var hold = new Hold(Guid.CreateVersion7(now).ToString("N"), now, new Billing($"key-{caller % 40}", "team-1", "project-1", $"bench-{caller}"), "claude-haiku-4-5", "claude-haiku-4-5",
                    "provider", "anthropic", "anthropic", false, new Usd(60_000_000), [.. budgets.Select(b => new BudgetLine(b, b.WindowAt(now)))]);
                if ((await ledger.HoldAsync(hold, revision)).Refusal is not null) throw new InvalidOperationException("the bench's budget has no end");
                settled.Add(ledger.SettleAsync(hold, End(now)));
            }

            await Task.WhenAll(settled);
            return settled.Count;
        }));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    /// <summary>What the disk allows at best: so many pages written and synced in a second, one after the other.</summary>
    public static double SyncsPerSecond(string folder, TimeSpan time)
    {
        var path = Path.Combine(folder, "sync");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        var page = new byte[4096];
        var clock = Stopwatch.StartNew();
        var syncs = 0;
        for (; clock.Elapsed < time; syncs++)
        {
            file.Write(page);
            file.Flush(flushToDisk: true);
        }

        return syncs / clock.Elapsed.TotalSeconds;
    }

    private static Settlement End(DateTimeOffset started) => new(TimeProvider.System.GetUtcNow(), "provider", "anthropic", false, "claude-haiku-4-5", "claude-haiku-4-5", [], 1, 200, Ending.Completed, "end_turn",
        new Usage(Input: 1200, CacheRead: 4000, Output: 300), false, new Usd(9_000_000), "list", new DateOnly(2026, 1, 1), new Rates(1, 0.1m, 1.25m, 2, 5), null, TimeProvider.System.GetUtcNow() - started);
}
