using System.Buffers;

namespace Farthing.Wire;

/// <summary>
/// Arrays for bodies and events, from a pool where they are of the usual size. The pool never forgets what it was given while little happens:
/// a few answers of 64 MB, which a hostile provider sends at will, would stay in memory for each thread that had one.
/// </summary>
public static class RentedBytes
{
    /// <summary>The largest array that is kept for the next.</summary>
    private const int MostKept = 1024 * 1024;

    public static byte[] Rent(int least) => least > MostKept ? GC.AllocateUninitializedArray<byte>(least) : ArrayPool<byte>.Shared.Rent(least);

    public static void Return(byte[] bytes)
    {
        if (bytes.Length is > 0 and <= MostKept) ArrayPool<byte>.Shared.Return(bytes);
    }
}
