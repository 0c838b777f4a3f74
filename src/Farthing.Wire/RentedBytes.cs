using System.Buffers;

namespace Farthing.Wire;

/// <summary>
/// Arrays for bodies and events, from pools where they are of the usual size. The shared pool never forgets what it was given while little
/// happens, which is right for small arrays; larger ones, of which a rush of requests takes many, are <see cref="LargeArrays"/>; and an
/// answer of 64 MB, which a hostile provider sends at will, is kept by nobody.
/// </summary>
public static class RentedBytes
{
    private const int MostSmall = 64 * 1024;

    private static readonly LargeArrays s_large = new();

    public static byte[] Rent(int least) => least switch
    {
        <= MostSmall => ArrayPool<byte>.Shared.Rent(least),
        <= LargeArrays.Most => s_large.Rent(least),
        _ => GC.AllocateUninitializedArray<byte>(least),
    };

    public static void Return(byte[] bytes)
    {
        switch (bytes.Length)
        {
            case 0 or > LargeArrays.Most:
                break;
            case <= MostSmall:
                ArrayPool<byte>.Shared.Return(bytes);
                break;
            default:
                s_large.Return(bytes);
                break;
        }
    }

    /// <summary>Lets go of the large arrays that nobody needed since it was called last.</summary>
    /// <returns>Their bytes, which the collector can take now.</returns>
    public static long Trim() => s_large.Trim();
}
