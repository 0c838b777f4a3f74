namespace Farthing.Gateway;

/// <summary>Counts the calls under way, their settlement included, so that a gateway which stops can wait for the last of them to be written down.</summary>
internal sealed class Flights
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _empty;
    private int _open;

    public void Begin()
    {
        lock (_lock) _open++;
    }

    public void End()
    {
        lock (_lock)
        {
            if (--_open == 0) _empty?.TrySetResult();
        }
    }

    /// <summary>Waits until none is under way, at most so long.</summary>
    public async Task EmptyAsync(TimeSpan most)
    {
        Task empty;
        lock (_lock)
        {
            if (_open == 0) return;
            empty = (_empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await Task.WhenAny(empty, Task.Delay(most));
    }
}
