using Farthing.Gateway;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Gateway;

public sealed class PatienceTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CancellationTokenSource _caller = new();

    public void Dispose() => _caller.Dispose();

    [Fact]
    public async Task It_ends_five_minutes_after_the_last_sign_of_life()
    {
        await using var patience = new Patience(_clock, TimeSpan.FromSeconds(10), _caller.Token);
        for (var i = 0; i < 10; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(4));
            patience.SignOfLife();
        }

        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.False(patience.Token.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(patience.Token.IsCancellationRequested);
        Assert.False(patience.CallerLeft);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(299)]
    [InlineData(301)] // the timer has gone off and begun anew
    public async Task Once_the_caller_has_left_a_last_bound_holds_whatever_is_heard(int secondsBefore)
    {
        await using var patience = new Patience(_clock, TimeSpan.FromSeconds(10), _caller.Token);
        _clock.Advance(TimeSpan.FromSeconds(Math.Min(secondsBefore, 200)));
        patience.SignOfLife();
        _clock.Advance(TimeSpan.FromSeconds(Math.Max(0, secondsBefore - 200)));
        await _caller.CancelAsync();
        Assert.True(patience.CallerLeft);
        _clock.Advance(TimeSpan.FromSeconds(9));
        patience.SignOfLife();
        Assert.False(patience.Token.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(patience.Token.IsCancellationRequested);
    }
}
