using System.Runtime.CompilerServices;

namespace Farthing.Gateway;

/// <summary>
/// Requests run on the threads that wait for sockets (docs/decisions/0013), each of which serves many connections, and from their hold on the
/// ledger's writer (0011), which commits for all calls. What takes longer than a millisecond, or blocks, leaves them first, so that nobody
/// else waits for it.
/// </summary>
internal static class LongWork
{
    /// <summary>To scan or translate a body of this size takes some hundred microseconds, ten times what the change of threads costs.</summary>
    private const int LongBytes = 64 * 1024;

    /// <summary>Continues on the thread pool.</summary>
    public static YieldAwaitable ElsewhereAsync() => Task.Yield();

    /// <summary>Continues on the thread pool where there is so much to work on.</summary>
    public static async ValueTask ElsewhereAsync(int bytes)
    {
        if (bytes > LongBytes) await Task.Yield();
    }
}
