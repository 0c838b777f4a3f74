namespace Farthing.Simulator;

/// <summary>Holds an answer back to its model's speed. Due times are counted from the start, so that delays do not add up.</summary>
/// <param name="speed">2 is twice as fast, 0 is without delay.</param>
/// <param name="jitter">A number of [0, 1): moves the first token's time by up to a quarter either way.</param>
internal sealed class Pace(TimeProvider clock, SimulatedModel model, double speed, double jitter)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Waits until that many output tokens would have come.</summary>
    public Task UntilAsync(int tokens, CancellationToken cancellation)
    {
        if (speed <= 0) return Task.CompletedTask;
        var first = model.FirstTokenSeconds * (0.75 + (jitter / 2));
        var due = TimeSpan.FromSeconds((first + (tokens / model.TokensPerSecond)) / speed);
        var left = due - clock.GetElapsedTime(_start);
        return left <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(left, clock, cancellation);
    }
}
