namespace Farthing.Grading;

/// <summary>Lets so many samples run at once, or one alone while no other runs.</summary>
internal sealed class Gate(int places) : IDisposable
{
    private readonly SemaphoreSlim _places = new(places);
    private readonly SemaphoreSlim _alone = new(1);

    public async Task<T> SharedAsync<T>(Func<Task<T>> run, CancellationToken cancel)
    {
        await _places.WaitAsync(cancel);
        try
        {
            return await run();
        }
        finally
        {
            _places.Release();
        }
    }

    public async Task<T> AloneAsync<T>(Func<Task<T>> run, CancellationToken cancel)
    {
        await _alone.WaitAsync(cancel); // two that each hold some places would wait for each other for ever
        var held = 0;
        try
        {
            for (; held < places; held++)
                await _places.WaitAsync(cancel);
            return await run();
        }
        finally
        {
            if (held > 0)
                _places.Release(held);
            _alone.Release();
        }
    }

    public void Dispose()
    {
        _places.Dispose();
        _alone.Dispose();
    }
}
