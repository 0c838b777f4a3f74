namespace Farthing.Gateway;

/// <summary>
/// How long a provider may be silent. Each sign of life starts the wait anew, so that a healthy stream of any length lives.
/// When the caller leaves, one last bound begins: long enough to learn what the provider charges, short enough not to pay for much more.
/// </summary>
internal sealed class Patience : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _left;
    private volatile bool _callerLeft;

    public Patience(TimeProvider clock, TimeSpan drain, CancellationToken callerLeft)
    {
        _timer = clock.CreateTimer(_ => _stop.Cancel(), null, Silence, Timeout.InfiniteTimeSpan);
        _left = callerLeft.Register(() =>
        {
            _callerLeft = true;
            _timer.Change(drain, Timeout.InfiniteTimeSpan);
        });
    }

    public CancellationToken Token => _stop.Token;

    public bool CallerLeft => _callerLeft;

    public void SignOfLife()
    {
        if (!_callerLeft) _timer.Change(Silence, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for a timer that is just going off: it must not find what it cancels gone, which would end the program.</summary>
    public async ValueTask DisposeAsync()
    {
        await _left.DisposeAsync();
        await _timer.DisposeAsync();
        _stop.Dispose();
    }
}
