using Farthing.Catalogue;

namespace Farthing.Budgets;

/// <summary>
/// The installation's spending limit. A call first holds its worst case; what it really cost replaces the hold.
/// Spent plus held never passes the limit, because both change under one lock.
/// Simulated calls are held against a sum of their own: trying a limit out costs no real money.
/// </summary>
internal sealed class BudgetGuard(Usd? limit, Usd spent, Usd spentSimulated)
{
    private readonly Lock _lock = new();
    private readonly Sums _real = new() { Spent = spent };
    private readonly Sums _simulated = new() { Spent = spentSimulated };

    public Usd? Limit => limit;

    /// <summary>What can still be reserved; null without a limit.</summary>
    public Usd? Left(bool simulated)
    {
        lock (_lock)
        {
            var sums = simulated ? _simulated : _real;
            return limit - (sums.Spent + sums.Held);
        }
    }

    /// <summary>Holds <paramref name="worstCase"/>, or returns null when it does not fit.</summary>
    public Reservation? Reserve(Usd worstCase, bool simulated)
    {
        lock (_lock)
        {
            var sums = simulated ? _simulated : _real;
            if (limit is { } most && worstCase > most - (sums.Spent + sums.Held)) return null;
            sums.Held += worstCase;
            return new Reservation(this, sums, worstCase);
        }
    }

    internal sealed class Sums
    {
        public Usd Spent { get; set; }

        public Usd Held { get; set; }
    }

    /// <summary>A hold. Settled exactly once; later calls change nothing.</summary>
    internal sealed class Reservation(BudgetGuard guard, Sums sums, Usd held)
    {
        private bool _settled;

        public Usd Held => held;

        /// <summary>Replaces the hold by <paramref name="cost"/>; zero gives it all back.</summary>
        public void Settle(Usd cost)
        {
            lock (guard._lock)
            {
                if (_settled) return;
                _settled = true;
                sums.Held -= held;
                sums.Spent += cost;
            }
        }
    }
}
