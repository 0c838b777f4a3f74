using System.Diagnostics;

namespace Farthing.Tests.Fuzz.Gateways;

/// <summary>A clock by which everything waits a fraction of its time: the gateway's patience of minutes ends in seconds.</summary>
internal sealed class FastClock(int speed) : TimeProvider
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public override long GetTimestamp() => (Stopwatch.GetTimestamp() - _start) * speed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Fast(System.CreateTimer(callback, state, Short(dueTime), Short(period)), this);

    private TimeSpan Short(TimeSpan time) => time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Max(1, time.TotalMilliseconds / speed));

    private sealed class Fast(ITimer timer, FastClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Short(dueTime), clock.Short(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
