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
    private long _heard;
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

    private void Left()
    {
        _callerLeft = true;
        _timer.Change(_drain, Timeout.InfiniteTimeSpan);
    }

    private void Over()
    {
        var rest = Silence - _clock.GetElapsedTime(Volatile.Read(ref _heard));
        if (_callerLeft || rest <= TimeSpan.Zero)
        {
            _stop.Cancel();
            return;
        }

        _timer.Change(rest, Timeout.InfiniteTimeSpan);
        if (_callerLeft) _timer.Change(_drain, Timeout.InfiniteTimeSpan); // it left just now, and its bound was put off
    }

    /// <summary>Waits for a timer that is just going off: it must not find what it cancels gone, which would end the program.</summary>
    public async ValueTask DisposeAsync()
    {
        await _left.DisposeAsync();
        await _timer.DisposeAsync();
        _stop.Dispose();
    }
}
