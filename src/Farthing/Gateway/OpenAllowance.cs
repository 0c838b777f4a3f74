using Farthing.Catalogue;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>
/// Whether calls are made while the ledger cannot be written. Closed, none is. Open, calls are made whose worst cases together stay within
/// a bound: that much is what a crash before the ledger is back can lose.
/// </summary>
internal sealed class OpenAllowance(Usd? bound)
{
    private long _taken;

    public WireError LedgerDown { get; } = new(503, WireErrorKind.Unavailable, bound is { } most
        ? $"the ledger cannot be written, and the ${most} of calls that fail_open_usd allows meanwhile are made. Try again shortly; see the gateway's log."
        : "the ledger cannot be written, so no call is made. Try again shortly; see the gateway's log.");

    /// <summary>False where a call of this worst case may not be made.</summary>
    public bool Take(Usd? worst)
    {
        if (bound is not { } most || worst is not { } cost) return false;
        if (Interlocked.Add(ref _taken, cost.Nanos) <= most.Nanos) return true;
        Interlocked.Add(ref _taken, -cost.Nanos);
        return false;
    }

    /// <summary>The call is in the ledger now, and can no longer be lost.</summary>
    public void GiveBack(Usd? worst) => Interlocked.Add(ref _taken, -(worst?.Nanos ?? 0));
}
