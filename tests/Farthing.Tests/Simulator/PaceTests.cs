using Farthing.Simulator;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Simulator;

public class PaceTests
{
    private static readonly SimulatedModel Haiku = SimulatedModel.All.First(m => m.Id == "claude-haiku-4-5");

    [Theory]
    [InlineData(1, 0.5, 0, 0.4)]
    [InlineData(1, 0.5, 150, 1.4)]
    [InlineData(2, 0.5, 150, 0.7)]
    [InlineData(1, 0, 300, 2.3)]
    public void Lets_tokens_come_at_the_models_speed(double speed, double jitter, int tokens, double seconds)
    {
        var clock = new FakeTimeProvider();
        var due = new Pace(clock, Haiku, speed, jitter).UntilAsync(tokens, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(seconds - 0.001));
        Assert.False(due.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.002));
        Assert.True(due.IsCompleted);
    }

    [Fact]
    public void Does_not_wait_at_speed_zero() =>
        Assert.True(new Pace(new FakeTimeProvider(), Haiku, 0, 0.5).UntilAsync(1000, TestContext.Current.CancellationToken).IsCompleted);

    [Theory]
    [InlineData("", 4)]
    [InlineData("naïve – ünïcode 🙂 text of some length", 1)]
    [InlineData("naïve – ünïcode 🙂 text of some length", 3)]
    public void Cuts_texts_into_pieces_that_add_up_and_never_split_a_character(string text, int tokens)
    {
        var pieces = Tokens.Pieces(text, tokens).ToArray();
        Assert.Equal(text, string.Concat(pieces));
        Assert.All(pieces, p => Assert.InRange(Tokens.Of(p), 1, tokens));
        Assert.All(pieces, p => Assert.False(char.IsLowSurrogate(p[0])));
    }
}
