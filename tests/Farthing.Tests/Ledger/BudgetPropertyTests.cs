using CsCheck;
using Farthing.Budgets;
using Farthing.Ledger;
using Xunit;

namespace Farthing.Tests.Ledger;

/// <summary>Whatever happens in whatever order, and however many gateways share the file: a budget is a wall, and its sums are the ledger's.</summary>
public class BudgetPropertyTests
{
    private const long Limit = 1_000;

    private enum Kind { Reserve, Settle, Release, Wait, Sweep, Crash }

    private static readonly Gen<(Kind Kind, long Worst, int Share, bool Team)> s_step =
        Gen.Select(Gen.Enum<Kind>(), Gen.Long[0, 400], Gen.Int[0, 100], Gen.Bool);

    [Fact]
    public Task Spent_plus_held_never_passes_the_limit_and_no_hold_survives_its_lease() =>
        s_step.Array[1, 40].SampleAsync(async steps =>
        {
            await using var books = new Books();
            var (all, blue) = (Books.Limit(Limit), Books.Limit(Limit / 2, BudgetScope.Team, "blue", BudgetPeriod.Day));
            var (ledger, _) = books.Open();
            var open = new Queue<Hold>();
            foreach (var (i, step) in steps.Index())
            {
                switch (step.Kind)
                {
                    case Kind.Reserve:
                        var hold = Books.Hold($"{i}", step.Worst, billing: new Billing("key", step.Team ? "blue" : null), budgets: step.Team ? [all, blue] : [all]);
                        if ((await ledger.HoldAsync(hold, 0)).Refusal is null) open.Enqueue(hold);
                        break;
                    case Kind.Settle or Kind.Release when open.TryDequeue(out var oldest):
                        var end = step.Kind == Kind.Release ? Books.End(0, Ending.Refused) : Books.End(oldest.Reserved!.Value.Nanos * step.Share / 100);
                        await ledger.SettleAsync(oldest, end);
                        break;
                    case Kind.Wait: books.Clock.Advance(TimeSpan.FromSeconds(step.Share)); break;
                    case Kind.Sweep: await ledger.SweepAsync(); break;
                    case Kind.Crash:
                        open.Clear();
                        (ledger, _) = books.Open();
                        break;
                }

                foreach (var (budget, scope) in new[] { (all, ""), (blue, " WHERE team = 'blue'") })
                {
                    var (spent, held) = books.Sums(budget);
                    if (spent < 0) continue; // no call has met it yet
                    Assert.True(spent + held <= budget.Limit.Nanos, $"{budget.Id}: {spent} spent and {held} held");
                    Assert.Equal(books.Number($"SELECT COALESCE(SUM(charged_nanos), 0) FROM entries{scope}"), spent);
                    Assert.Equal(books.Number($"SELECT COALESCE(SUM(reserved_nanos), 0) FROM holds{scope}"), held);
                }
            }

            var (last, _) = books.Open();
            books.Clock.Advance(Books.Lease);
            await last.SweepAsync();
            Assert.Equal(0, books.Number("SELECT COUNT(*) FROM holds"));
            foreach (var sums in new[] { "hourly", "daily", "daily_sessions" })
                Assert.Equal(books.Number("SELECT COALESCE(SUM(charged_nanos), 0) FROM entries"), books.Number($"SELECT COALESCE(SUM(charged_nanos), 0) FROM {sums}"));
        }, iter: 60, threads: 2);

    [Fact]
    public async Task Callers_at_once_over_two_gateways_get_exactly_what_fits()
    {
        await using var books = new Books();
        LedgerStore[] gateways = [books.Open().Ledger, books.Open().Ledger];
        var limit = Books.Limit(Limit);
        var granted = 0;
        await Parallel.ForAsync(0, 3_200, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            var hold = Books.Hold($"{i}", 1, budgets: limit);
            if ((await gateways[i % 2].HoldAsync(hold, 0)).Refusal is not null) return;
            Interlocked.Increment(ref granted);
            await gateways[i % 2].SettleAsync(hold, Books.End(1));
        });
        Assert.Equal(Limit, granted);
        Assert.Equal((Limit, 0), books.Sums(limit));
    }
}
