namespace Farthing.Gateway;

/// <summary>
/// Lets the caller of a stream hear something while the provider is silent: clients give up on a connection that is silent for
/// 15 to 20 s (wire.md §4), and a model may think, or a server load one, for longer than that.
/// It pings only between <see cref="Resume"/> and <see cref="PauseAsync"/>, so that a ping never falls into somebody else's writing.
/// </summary>
internal sealed class Pulse : IAsyncDisposable
{
    private const int TicksPerSilence = 9; // a ping is late by one tick at most

    private readonly SemaphoreSlim _paused = new(0, 1);
    private readonly TimeProvider _clock;
    private readonly TimeSpan _silence;
    private readonly PeriodicTimer _timer;
    private readonly Task _beating;
    private long _heard;

    /// <param name="silence">How long the caller may hear nothing.</param>
    public Pulse(TimeProvider clock, TimeSpan silence, Func<Task> ping)
    {
        (_clock, _silence, Ping) = (clock, silence, ping);
        _timer = new PeriodicTimer(silence / TicksPerSilence, clock);
        Restart();
        _beating = BeatAsync();
    }

    /// <summary>Writes one sign of life to the caller.</summary>
    public Func<Task> Ping { get; set; }

    /// <summary>The silence begins anew: the caller has just heard something, or a call has just gone out.</summary>
    public void Restart() => Volatile.Write(ref _heard, _clock.GetTimestamp());

    /// <summary>The provider is being waited for: pings may be written.</summary>
    public void Resume() => _paused.Release();

    /// <summary>Returns when no ping is under way; none begins before <see cref="Resume"/>.</summary>
    public Task PauseAsync() => _paused.WaitAsync();

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _beating;
        _paused.Dispose();
    }

    private async Task BeatAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            if (_clock.GetElapsedTime(Volatile.Read(ref _heard)) < _silence || !await _paused.WaitAsync(0)) continue;
            try
            {
                await Ping();
                Restart();
            }
            finally
            {
                _paused.Release();
            }
        }
    }
}
