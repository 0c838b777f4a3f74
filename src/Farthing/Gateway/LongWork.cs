using System.Runtime.CompilerServices;

namespace Farthing.Gateway;

/// <summary>
/// Requests run on the threads that wait for sockets (docs/decisions/0013), each of which serves many connections.
/// What takes longer than a millisecond leaves them first, so that nobody else's bytes wait for it.
/// </summary>
internal static class LongWork
{
    /// <summary>To scan or translate a body of this size takes some hundred microseconds, ten times what the change of threads costs.</summary>
    private const int LongBytes = 64 * 1024;

    /// <summary>Continues on the thread pool.</summary>
    public static YieldAwaitable OffTheSocketsAsync() => Task.Yield();

    /// <summary>Continues on the thread pool where there is so much to work on.</summary>
    public static async ValueTask OffTheSocketsAsync(int bytes)
    {
        if (bytes > LongBytes) await Task.Yield();
    }
}
