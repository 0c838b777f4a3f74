using CsCheck;
using Farthing.Budgets;
using Farthing.Catalogue;
using Xunit;

namespace Farthing.Tests.Budgets;

public class BudgetGuardTests
{
    private static Usd Cents(long cents) => new(cents * 10_000_000);

    [Fact]
    public void Refuses_what_does_not_fit_beside_spent_and_held()
    {
        var guard = new BudgetGuard(Cents(100), spent: Cents(50), spentSimulated: Usd.Zero);

        var first = guard.Reserve(Cents(30), simulated: false);
        Assert.NotNull(first);
        Assert.Null(guard.Reserve(Cents(21), simulated: false));
        Assert.NotNull(guard.Reserve(Cents(20), simulated: false));
        Assert.Equal(Usd.Zero, guard.Left(simulated: false));

        first.Settle(Cents(5));
        Assert.Equal(Cents(25), guard.Left(simulated: false));
    }

    [Fact]
    public void Simulated_calls_do_not_eat_real_money()
    {
        var guard = new BudgetGuard(Cents(10), Usd.Zero, Usd.Zero);
        guard.Reserve(Cents(10), simulated: true)!.Settle(Cents(10));
        Assert.Null(guard.Reserve(Cents(1), simulated: true));
        Assert.NotNull(guard.Reserve(Cents(10), simulated: false));
    }

    [Fact]
    public void A_hold_is_settled_once()
    {
        var guard = new BudgetGuard(Cents(10), Usd.Zero, Usd.Zero);
        var hold = guard.Reserve(Cents(10), simulated: false)!;
        hold.Settle(Cents(3));
        hold.Settle(Cents(3));
        Assert.Equal(Cents(7), guard.Left(simulated: false));
    }

    [Fact]
    public void Concurrent_callers_never_pass_the_limit_between_them()
    {
        var guard = new BudgetGuard(Cents(1_000), Usd.Zero, Usd.Zero);
        var granted = 0;
        Parallel.For(0, 3_200, _ =>
        {
            if (guard.Reserve(Cents(1), simulated: false) is not { } hold) return;
            Interlocked.Increment(ref granted);
            hold.Settle(Cents(1));
        });
        Assert.Equal(1_000, granted);
        Assert.Equal(Usd.Zero, guard.Left(simulated: false));
    }

    [Fact]
    public void Whatever_is_reserved_and_settled_the_limit_holds() =>
        Gen.Select(Gen.Long[0, 200], Gen.Long[0, 100]).Array[0, 50].Sample(steps =>
        {
            var guard = new BudgetGuard(Cents(1_000), Usd.Zero, Usd.Zero);
            var open = new Queue<BudgetGuard.Reservation>();
            foreach (var (worst, share) in steps)
            {
                if (guard.Reserve(Cents(worst), simulated: false) is { } hold) open.Enqueue(hold);
                if (share % 2 == 0 && open.TryDequeue(out var oldest)) oldest.Settle(new Usd(oldest.Held.Nanos * share / 100));
                Assert.True(guard.Left(simulated: false) >= Usd.Zero);
            }
        });
}
