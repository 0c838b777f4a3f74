namespace Farthing.Comparison.Live;

/// <summary>--max-cost: a call is made only when its worst case still fits beside what was spent and what is in flight.</summary>
internal sealed class SpendingLimit(decimal? most, decimal spent)
{
    private readonly Lock _lock = new();
    private decimal _spent = spent;
    private decimal _held;

    public decimal Spent
    {
        get { lock (_lock) return _spent; }
    }

    public bool TryHold(decimal worstCase)
    {
        lock (_lock)
        {
            if (most is { } limit && _spent + _held + worstCase > limit) return false;
            _held += worstCase;
            return true;
        }
    }

    /// <param name="cost">Null when nothing came back; the hold is then kept as spent, since it may have been charged.</param>
    public void Settle(decimal worstCase, decimal? cost)
    {
        lock (_lock)
        {
            _held -= worstCase;
            _spent += cost ?? worstCase;
        }
    }
}
