namespace Farthing.Gateway;

/// <summary>
/// How long a provider may be silent. Each sign of life starts the wait anew, so that a healthy stream of any length lives.
/// When the caller leaves, one last bound begins: long enough to learn what the provider charges, short enough not to pay for much more.
/// </summary>
internal sealed class Patience : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _drain;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _left;
    private long _heard, _leftAt;
    private volatile bool _callerLeft;

    public Patience(TimeProvider clock, TimeSpan drain, CancellationToken callerLeft)
    {
        (_clock, _drain, _heard) = (clock, drain, clock.GetTimestamp());
        _timer = clock.CreateTimer(static self => ((Patience)self!).Over(), this, Silence, Timeout.InfiniteTimeSpan);
        _left = callerLeft.UnsafeRegister(static self => ((Patience)self!).Left(), this);
    }

    public CancellationToken Token => _stop.Token;

    public bool CallerLeft => _callerLeft;

    /// <summary>Only notes the time, since a stream calls it for each event: the timer looks how long ago it was.</summary>
    public void SignOfLife() => Volatile.Write(ref _heard, _clock.GetTimestamp());

    /// <summary>How long is left; the timer goes off in between, and looks.</summary>
    private TimeSpan Rest => _callerLeft ? _drain - _clock.GetElapsedTime(_leftAt) : Silence - _clock.GetElapsedTime(Volatile.Read(ref _heard));

    private void Left()
    {
        _leftAt = _clock.GetTimestamp();
        _callerLeft = true;
        _timer.Change(_drain, Timeout.InfiniteTimeSpan);
    }

    private void Over()
    {
        var hadLeft = _callerLeft; // before the rest is told: it may leave in between
        var rest = Rest;
        if (rest <= TimeSpan.Zero)
        {
            _stop.Cancel();
            return;
        }

        _timer.Change(WholeMilliseconds(rest), Timeout.InfiniteTimeSpan);
        if (_callerLeft != hadLeft) _timer.Change(_drain, Timeout.InfiniteTimeSpan); // it left just now, and its bound was put off
    }

    /// <summary>A timer cuts off what is less than a millisecond, and would go off before it is time.</summary>
    private static TimeSpan WholeMilliseconds(TimeSpan rest) => TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds));

    /// <summary>Waits for a timer that is just going off: it must not find what it cancels gone, which would end the program.</summary>
    public async ValueTask DisposeAsync()
    {
        await _left.DisposeAsync();
        await _timer.DisposeAsync();
        _stop.Dispose();
    }
}
