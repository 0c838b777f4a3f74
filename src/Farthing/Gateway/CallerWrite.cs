using System.IO.Pipelines;

namespace Farthing.Gateway;

/// <summary>
/// Writes to a caller, never without a bound: one that does not read would hold its request, and what lies in its buffers, for ever.
/// Nothing below does it: the server's own rule is switched off, because a stream may be silent while a model thinks.
/// </summary>
internal static class CallerWrite
{
    /// <summary>For what no <see cref="Patience"/> watches: errors, pings, calls that cost nothing.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(10);

    /// <summary>Writes and flushes; false when the caller has left, or has not read enough before <paramref name="stop"/>: its connection is reset then.</summary>
    /// <param name="stop">One that has stopped already, or never will, gives way to ten seconds.</param>
    public static async Task<bool> TryAsync(HttpContext http, ReadOnlyMemory<byte> bytes, TimeProvider clock, CancellationToken stop = default)
    {
        if (http.RequestAborted.IsCancellationRequested) return false;
        try
        {
            var write = http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
            if (write.IsCompleted) return IsTaken(await write); // as nearly always: nothing has to be watched
            using var last = stop.IsCancellationRequested || !stop.CanBeCanceled ? new CancellationTokenSource(LastWord, clock) : null;
            var bound = last?.Token ?? stop;
            using var reset = bound.UnsafeRegister(static http => ((HttpContext)http!).Abort(), http);
            return IsTaken(await write) && !bound.IsCancellationRequested; // a write may seem to succeed while the connection is being reset
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private static bool IsTaken(FlushResult flushed) => !flushed.IsCompleted && !flushed.IsCanceled;
}
